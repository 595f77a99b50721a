import type { Sending } from '../../src/engine.ts'
import type { RuleName } from '../../src/redshift/lint/rules.ts'

/** What Redshift does not take, and what it takes instead, sent in the same way. */
export interface Case {
  readonly refused: string
  readonly taken: string
  readonly sending?: Sending
}

const inside = { inTransaction: true }
const one = (refused: string, taken: string, sending?: Sending): Case => ({
  refused,
  taken,
  ...(sending && { sending }),
})

/** By rule; a rule without a case does not compile. */
export const CASES: Readonly<Record<RuleName, readonly [Case, ...Case[]]>> = {
  // Queries
  'distinct-on': [
    one(
      'select distinct on (title) title, year from songs',
      'select title, year from songs as s qualify row_number() over (partition by title order by year) = 1',
    ),
  ],
  'for-update': [
    one('select title from songs for update', 'select title from songs'),
    one('select title from songs for share', 'select title as share from songs'),
  ],
  lateral: [
    one(
      'select 1 from songs as s, lateral (select s.title) as t',
      'select lateral from songs as lateral',
    ),
  ],
  filter: [
    one(
      'select count(*) filter (where title is null) from songs',
      'select count(case when title is null then 1 end) as filter from songs',
    ),
  ],
  'window-clause': [
    one(
      'select row_number() over (order by year) from songs window w as (order by year)',
      'select window from songs as window',
    ),
  ],
  'named-window': [
    one(
      'select row_number() over w from songs',
      'select row_number() over (order by year) from songs',
    ),
  ],
  'window-frame': [
    one(
      'select sum(year) over (partition by title order by year) from songs',
      'select sum(year) over (partition by title order by year rows unbounded preceding) from songs',
    ),
    one(
      'select last_value(year) ignore nulls over (order by title) from songs',
      'select sum(year) over (partition by (select max(year) from songs)), rank() over (order by year) from songs',
    ),
  ],
  'rows-frame': [
    one(
      'select sum(year) over (order by year range between unbounded preceding and current row) from songs',
      'select sum(year) over (order by year rows between unbounded preceding and current row) from songs',
    ),
  ],
  'window-missing': [
    one('select row_number() from songs', 'select row_number() over (order by year) from songs'),
    one(
      'select lag(year) from songs',
      'select lag(year) ignore nulls over (order by year), rank from songs',
    ),
  ],
  'window-distinct': [
    one(
      'select count(distinct title) over (partition by year) from songs',
      'select count(title) over (partition by year), count(distinct title) from songs',
    ),
  ],
  'like-any': [
    one(
      "select 1 from songs where title like any ('a%', 'b%')",
      "select 1 from songs where title like 'a%' or title like 'b%'",
    ),
  ],
  'values-table': [
    one("select a from (values ('x')) as t (a)", "select a from (select 'x' as a) as t"),
    one('values (1)', 'insert into songs (year) values (1)'),
  ],
  'distinct-from': [
    one(
      'select 1 from songs where title is distinct from song_id',
      'select distinct title from songs',
    ),
  ],
  'not-distinct-from': [
    one(
      'select 1 from songs where title is not distinct from song_id',
      'select 1 from songs where title = song_id or (title is null and song_id is null)',
    ),
  ],
  array: [
    one("select array['a', 'b']", "select array('a', 'b')"),
    one("select '{1}'::integer[]", 'select payload.titles[0] from events as payload'),
    one('create table a (b integer[])', 'create table a (b super)'),
  ],
  'any-array': [
    one(
      "select 1 from songs where song_id = any('{a,b}')",
      "select 1 from songs where song_id in ('a', 'b')",
    ),
    one(
      'select 1 from songs where song_id = any ($1)',
      'select 1 from songs where song_id = any (select song_id from songplays)',
    ),
  ],
  'json-operator': [
    one(
      "select location ->> 'city' from artists",
      "select json_extract_path_text(location, 'city') from artists",
    ),
    one("select 1 from songs where title @> 'a'", "select 1 from songs where title > 'a'"),
  ],
  'named-argument': [one('select f_round(a => 1)', 'select 1 where 1 >= 1')],
  tablesample: [
    one(
      'select * from songs tablesample bernoulli (10)',
      'select * from songs where random() < 0.1',
    ),
  ],
  'except-all': [
    one(
      'select title from songs except all select name from artists',
      'select title from songs except select name from artists union all select all level from users',
    ),
  ],
  'limit-percent': [
    one('select title from songs limit 5 percent', 'select title from songs limit 5'),
  ],
  'qualify-alias': [
    one(
      'select title from public.songs qualify row_number() over (order by title) = 1',
      'select title from public.songs as s qualify row_number() over (order by title) = 1',
    ),
    one(
      'select title from songs qualify rank() over (order by title) = 1',
      'select title from songs where year > 0 qualify rank() over (order by title) = 1',
    ),
  ],
  'ordered-aggregate': [
    one(
      "select listagg(title, ',' order by title) from songs",
      "select listagg(title, ',') within group (order by title) from songs",
    ),
  ],
  'neighbour-default': [
    one(
      'select lag(year, 1, 0) over (order by year) from songs',
      'select nvl(lag(year, 1) over (order by year), 0) from songs',
    ),
  ],
  'changing-with': [
    one(
      'with gone as (delete from songs where year = 0) select 1',
      'with gone as (select 1 from songs where year = 0) select 1 from gone',
    ),
  ],
  'from-first': [
    one('from songs', 'select * from songs'),
    one(
      'select 1 from (from songs select title) as t',
      "select trim(both 'x' from title), trim(from title) from songs",
    ),
  ],

  'limit-comma': [
    one(
      'select title from songs order by title limit 20, 10',
      'select title, (select 1 limit 1), 2 from songs order by title limit 10 offset 20',
    ),
  ],
  'recursive-columns': [
    one(
      'with recursive numbers as (select 1 as n union all select n + 1 from numbers where n < 5) select n from numbers',
      'with recursive one as (select 1 as n), numbers (n) as (select n from one union all select n + 1 from numbers where n < 5) select n from numbers',
    ),
  ],
  'recursive-union': [
    one(
      'with recursive numbers (n) as (select 1 union select n + 1 from numbers where n < 5) select n from numbers',
      'with recursive numbers (n) as (select n from (select 1 as n union select 2) as few union all select n + 1 from numbers where n < 5) select n from numbers',
    ),
  ],
  'double-equals': [
    one('select title from songs where year == 0', 'select title from songs where year = 0'),
  ],
  'any-comparison': [
    one(
      'select title from songs where year >= all (select year from songs)',
      'select title from songs where year <> all (select year from songs) or year = any (select year from songs)',
    ),
    one(
      'select title from songs where year < any (select year from songs)',
      'select title from songs where year < (select max(year) from songs)',
    ),
  ],

  // Functions
  'missing-function': [
    one('select now()', 'select getdate()'),
    one('select current_timestamp from songs', 'select sysdate from songs'),
    one(
      'create table a (b timestamp default current_timestamp)',
      'create table a (b timestamp default getdate())',
    ),
    one(
      "select string_agg(title, ',') from songs",
      "select listagg(title, ',') within group (order by title) from songs",
    ),
    one('select age(ts) from events', 'select age from people'),
    one(
      'select * from generate_series(1, 5)',
      'with format (a) as (select 1) select a from format',
    ),
    one('select ifnull(year, 0) from songs', 'select nvl(year, 0) from songs'),
    one('select pg_sleep(1)', "select public.format('a')"),
    one(
      "select array_to_string(pg_class.relacl, ',') from pg_class join songs on songs.title = pg_class.relname",
      "select array_to_string(defaclacl, ','), generate_series(1, 3) from pg_catalog.pg_default_acl",
    ),
    one('select generate_series(1, 3)', "select getbit(from_hex('4d'), 2)"),
  ],
  'leader-function': [
    one('select current_schema() from songs', 'select current_schema()'),
    one(
      'select 1 from svv_table_info where schema = current_schema()',
      'select 1 from pg_table_def where schemaname = current_schema()',
    ),
    one('select substr(title, 1, 3) from songs', 'select substring(title, 1, 3) from songs'),
    one(
      'insert into songs (year) select factorial(5)',
      'with a as (select factorial(5) as n) select n from a',
    ),
  ],
  'catalog-with-tables': [
    one(
      'select 1 from songs join pg_table_def on pg_table_def.tablename = songs.title',
      'select 1 from pg_table_def join pg_namespace on pg_table_def.schemaname = pg_namespace.nspname',
    ),
    one(
      'select 1 from stv_tbl_perm as slices join pg_catalog.pg_stats as stats on stats.tablename = slices.name',
      'select 1 from stv_tbl_perm as slices join pg_catalog.pg_class on pg_class.oid = slices.id',
    ),
    one(
      'select 1 from pg_catalog.svv_transactions as t join pg_catalog.pg_stats as stats on stats.tablename = t.lock_mode',
      'select 1 from pg_catalog.svv_transactions as t join pg_catalog.pg_locks as locks on locks.pid = t.pid',
    ),
    one(
      'insert into songs (title) select table_name from information_schema.tables',
      'select table_name from information_schema.tables',
    ),
  ],
  'advisory-lock': [one('select pg_advisory_lock(1)', 'lock songs', inside)],
  'concat-two': [
    one(
      "select concat(title, ', ', song_id) from songs",
      "select concat(title, concat(', ', song_id)) from songs",
    ),
  ],
  'to-timestamp': [one('select to_timestamp(1541105830)', "select to_timestamp('2018', 'YYYY')")],
  'split-part': [
    one(
      "select split_part(title, '/', -1) from songs",
      "select split_part(title, '/', 1) from songs",
    ),
  ],
  'substring-pattern': [
    one(
      "select substring(title from '[a-z]') from songs",
      "select substring(title from 1 for 2), substring('[a-z]', 1) from songs",
    ),
  ],
  'date-part': [
    one('select extract(isodow from ts) from events', 'select extract(dow from ts) from events'),
    one("select date_part('isoyear', ts) from events", "select date_part('year', ts) from events"),
  ],
  'minute-or-month': [
    one('select dateadd(m, 1, ts) from events', 'select dateadd(month, 1, ts) from events'),
    one("select date_trunc('m', ts) from events", "select date_trunc('minute', ts), m from events"),
  ],

  // Names
  'reserved-word': [
    one('create table a (user integer)', 'create table a ("user" integer)'),
    one('create table order (a integer)', 'create table "order" (a integer)'),
    one('alter table a add column tag varchar(8)', 'alter table a add column "tag" varchar(8)'),
    one('alter table a rename column b to end', 'alter table a rename column b to "end"'),
    one('select tag from songs', 'select songs.tag, "tag" from songs'),
    one('select user, level from users', 'select current_user, "user" as user from users'),
    one('select user from songs', 'select user, version()'),
    one('select 1 from snapshot', 'select 1 from "snapshot"'),
    one('insert into a (open) values (1)', 'insert into a ("open") values (default)'),
    one(
      'select 1 from songs join partition on true',
      'select rank() over (partition by year order by title) from songs',
    ),
  ],
  'timestamp-name': [
    one(
      'select timestamp from events',
      'select "timestamp", ts::timestamp, timestamp \'epoch\' from events',
    ),
    one('select 1 from events order by timestamp', 'select cast(ts as timestamp) from events'),
  ],
  'system-column': [
    one('create table a (oid bigint)', 'create table a (object_id bigint)'),
    one('create table a ("ctid" bigint)', 'select oid from pg_class'),
  ],
  'folded-name': [
    one('create table a ("userId" integer)', 'create table a (userId integer, "user_id" integer)'),
    one('alter table a rename to "Songs"', 'select title as "Title" from songs'),
  ],
  'long-name': [
    one(`select 1 as ${'é'.repeat(64)}`, `select 1 as ${'é'.repeat(63)}`),
    one(
      `create table "${'a'.repeat(128)}" (b integer)`,
      `create table "${'a'.repeat(127)}" (b integer)`,
    ),
  ],
  backtick: [one('select `title` from songs', 'select "title" as "a`b" from songs')],
  'escape-string': [one("select e'a\\nb'", "select 'a\\nb'")],
  unended: [
    one(
      "select split_part(title, '\\', 1) from songs",
      "select split_part(title, '\\\\', 1) from songs",
    ),
    one('select 1 /* why', 'select 1 /* why /* indeed */ */'),
    one('select "title from songs', 'select "ti""tle" from songs'),
  ],
  'question-mark': [
    one('select 1 where 1 = ?', "select 1 where 1 = $1 and '?' = '?'", { binds: 1 }),
  ],

  // Changes of rows
  'on-conflict': [
    one(
      "insert into songs (song_id) values ('a') on conflict do nothing",
      'insert into songs (song_id) select a.song_id from a join b on conflict.b = a.b',
    ),
    one(
      "insert into songs (song_id) values ('a') on conflict (song_id) do update set year = 0",
      "insert into songs (song_id) values ('a')",
    ),
  ],
  returning: [
    one(
      "insert into songs (song_id) values ('a') returning song_id",
      "insert into songs (song_id) values ('returning')",
    ),
    one('delete from songs returning *', 'delete from songs where returning = 1'),
    one('update songs set year = 0 returning title', 'update songs set returning = 0'),
  ],
  'insert-or-replace': [
    one(
      "insert or replace into songs (song_id) values ('a')",
      "insert into songs (song_id) values (replace('a', 'b', 'c'))",
    ),
  ],
  'insert-with': [
    one(
      'with a as (select 1 as year) insert into songs (year) select year from a',
      'insert into songs (year) with a as (select 1 as year) select year from a',
    ),
  ],
  overriding: [
    one(
      'insert into songplays (songplay_id) overriding system value values (1)',
      'insert into songplays (level) values (1)',
    ),
  ],
  'update-tuple': [
    one("update songs set (title, year) = ('a', 1)", "update songs set title = 'a', year = (1)"),
  ],
  'merge-with': [
    one(
      'with b as (select 1 as id) merge into a using b on a.id = b.id when matched then update set id = b.id when not matched then insert values (b.id)',
      'merge into a using (with b as (select 1 as id) select id from b) as c on a.id = c.id when matched then update set id = c.id when not matched then insert values (c.id)',
    ),
  ],
  'merge-branches': [
    one(
      'merge into a using b on a.id = b.id when matched then delete',
      'merge into a using b on a.id = b.id when matched then delete when not matched then insert values (b.id)',
    ),
    one(
      'merge into a using b on a.id = b.id when not matched then insert values (b.id)',
      'merge into a using b on a.id = b.id remove duplicates',
    ),
  ],
  'merge-condition': [
    one(
      'merge into a using b on a.id = b.id when matched and b.id > 1 then delete when not matched then insert values (b.id)',
      'merge into a using (select id from b where id > 1) as c on a.id = c.id when matched then delete when not matched then insert values (c.id)',
    ),
  ],
  'merge-alias': [
    one(
      'merge into a as t using b on t.id = b.id when matched then delete when not matched then insert values (b.id)',
      'merge into public.a using b as c on a.id = c.id when matched then delete when not matched then insert values (c.id)',
    ),
  ],
  'merge-qualified': [
    one(
      'merge into a using b on a.id = b.id when matched then update set a.n = b.n when not matched then insert values (b.id)',
      'merge into a using b on a.id = b.id when matched then update set n = b.n, m = b.m when not matched then insert values (b.id)',
    ),
  ],
  'truncate-one': [
    one('truncate songs, artists', 'truncate table songs'),
    one('truncate songs cascade', 'truncate songs'),
  ],

  // Tables
  check: [
    one('create table a (b integer check (b > 0))', 'create table a ("check" integer)'),
    one('create table a (b integer, check (b > 0))', 'create table a (b integer not null)'),
    one(
      'alter table a add constraint positive check (b > 0)',
      'alter table a add constraint a_key primary key (b)',
    ),
  ],
  exclude: [
    one(
      'create table a (b integer, exclude using gist (b with =))',
      'create table a (b integer, unique (b))',
    ),
  ],
  serial: [
    one(
      'create table a (id serial primary key)',
      'create table a (id integer identity(0, 1) primary key)',
    ),
    one('create table a (id bigserial)', 'create table a (serial bigint identity(0, 1))'),
  ],
  type: [
    one('create table a (b jsonb)', 'create table a (b super, uuid varchar(36))'),
    one('create table a (b uuid)', 'create table a (b varchar(36))'),
    one('create table a (b tinyint)', 'create table a (b smallint)'),
    one(
      'select cast(year as string) from songs',
      'select cast(year as varchar(8)) as string from songs',
    ),
    one('create table a (b blob)', 'create table a (b varbyte(8))'),
    one('select title::json from songs', 'select json_parse(title) as json from songs'),
    one('select cast(title as bytea) from songs', 'select cast(title as varbyte) from songs'),
  ],
  'double-precision': [
    one('create table a (b double)', 'create table a (b double precision, double float8)'),
    one('select year::double from songs', 'select year::double precision from songs'),
    one('select cast(1 as double)', 'select cast(1 as double precision)'),
  ],
  'sizeless-text': [
    one('create table a (b varchar)', 'create table a (b varchar(max))'),
    one('alter table a add column b text', 'alter table a add column b varchar(1024)'),
    one('create table a (b character varying)', 'create table a (b character varying(8))'),
  ],
  'sizeless-decimal': [
    one('create table a (b decimal)', 'create table a (b decimal(9, 2))'),
    one('select 1.6::numeric', 'select 1.6::numeric(9, 2), cast(1 as decimal(9, 2))'),
  ],
  'type-size': [
    one('create table a (b varchar(70000))', 'create table a (b varchar(65535))'),
    one('create table a (b decimal(39, 2))', 'create table a (b decimal(38, 2))'),
  ],
  'identity-type': [
    one('create table a (b varchar(8) identity(0, 1))', 'create table a (b bigint identity(0, 1))'),
  ],
  'identity-default': [
    one(
      'create table a (b bigint identity(0, 1) default 1)',
      'create table a (b bigint generated by default as identity(0, 1))',
    ),
  ],
  generated: [
    one(
      'create table a (b bigint generated always as identity)',
      'create table a (b bigint generated by default as identity(1, 1))',
    ),
  ],
  'dist-style': [
    one(
      'create table a (b integer distkey) diststyle even',
      'create table a (b integer distkey) diststyle key',
    ),
    one(
      'create table a (b integer) diststyle key',
      'create table a (b integer) diststyle key distkey (b)',
    ),
    one(
      'create table a (b integer distkey, c integer distkey)',
      'create table a (b integer distkey, c integer)',
    ),
    one(
      'create table a diststyle key as select 1 as b',
      'create table a diststyle all as select 1 as b',
    ),
  ],
  'sort-key': [
    one(
      'create table a (b integer sortkey) sortkey (b)',
      'create table a (b integer) compound sortkey (b)',
    ),
  ],
  encoding: [
    one(
      'create table a (b varchar(8) encode az64)',
      'create table a (b varchar(8) encode zstd, c bigint encode az64)',
    ),
    one('create table a (b bigint encode snappy)', 'create table a (b bigint encode delta32k)'),
  ],
  'like-including': [
    one(
      'create table a (like songs including all)',
      'create table a (like songs including defaults)',
    ),
  ],
  'create-or-replace': [
    one('create or replace table a (b integer)', 'drop table if exists a'),
    one(
      'create or replace temp table a as select 1 as b',
      'create or replace view a as select 1 as b',
    ),
  ],
  'like-keys': [
    one(
      'create temp table a (like songs) diststyle all',
      'create temp table a (like songs including defaults)',
    ),
  ],
  'table-option': [
    one(
      'create table a (b integer) partition by range (b)',
      'create table a (b integer) sortkey (b)',
    ),
    one('create unlogged table a (b integer)', 'create temp table a (b integer)'),
    one(
      'create table a (b integer) with (fillfactor = 70)',
      'create table a as with b as (select 1 as c) select c from b',
    ),
    one('create table a (b integer) inherits (c)', 'create table a (b integer) backup no'),
    one(
      'create temp table a (b integer) on commit drop',
      'create temp table a as select 1 as b from c join d on commit = 1',
    ),
  ],
  'create-as-if': [
    one(
      'create table if not exists a as select 1 as b',
      'create table if not exists a (b integer)',
    ),
  ],
  'one-change': [
    one(
      'alter table a add column b integer, add column c integer',
      'alter table a add column b decimal(9, 2) default 1',
    ),
    one(
      'alter table a drop column b, drop column c',
      'alter table a alter compound sortkey (b, c)',
    ),
    one(
      'alter table a alter column b type varchar(8), alter column c encode zstd',
      'alter table a alter column b encode az64, alter column c encode zstd',
    ),
    one(
      'alter table a alter sortkey (b), drop column c',
      'alter table a alter sortkey (b), alter diststyle key distkey c',
    ),
  ],
  'column-null': [
    one('alter table a alter column b set not null', 'alter table a alter column b encode zstd'),
    one('alter table a alter column b drop not null', 'alter table a alter distkey b'),
  ],
  'column-default': [
    one(
      'alter table a alter column b set default 1',
      'alter table a add column b integer default 1',
    ),
    one('alter table a alter column b drop default', 'alter table a drop column b'),
  ],
  'column-type': [
    one(
      'alter table a alter column b type bigint',
      'alter table a alter column type type varchar(300)',
    ),
  ],
  'column-type-using': [
    one(
      'alter table a alter column b type varchar(300) using b::varchar(300)',
      'alter table a alter column b type varchar(300)',
    ),
  ],
  'alter-if': [
    one('alter table a add column if not exists b integer', 'alter table a add column b integer'),
    one('alter table a drop column if exists b', 'drop table if exists a'),
    one('alter table if exists a rename to b', 'alter table a rename to b'),
    one(
      'alter table lake.a add if not exists b integer',
      "alter table lake.a add if not exists partition (b = '2018-11-01') location 's3://c/'",
    ),
  ],
  'add-not-null': [
    one(
      'alter table a add column b integer not null',
      'alter table a add column b integer default 0 not null',
    ),
  ],
  'add-key': [
    one('alter table a add column b bigint identity(0, 1)', 'alter table a add column b bigint'),
    one(
      'alter table a add column b integer references c (d)',
      'alter table a add foreign key (b) references c (d)',
    ),
  ],
  index: [
    one('create index a on songs (title)', 'alter table songs alter sortkey (title)'),
    one('create unique index a on songs (title)', 'alter table songs add unique (title)'),
    one('drop index a', 'drop table a'),
  ],
  sequence: [
    one('create sequence a', 'create table sequence (a integer)'),
    one('drop sequence a', 'select row_number() over () from songs'),
  ],
  'own-type': [one("create type mood as enum ('sad')", 'create table type (a integer)')],
  trigger: [
    one(
      'create trigger a before insert on songs execute function f()',
      'create table trigger (a integer)',
    ),
    one('create extension pgcrypto', 'create schema extension'),
  ],
  'temporary-view': [
    one('create temp view a as select 1 as b', 'create temp table a as select 1 as b'),
    one(
      'create or replace temporary view a as select 1 as b',
      'create or replace view a as select 1 as b',
    ),
  ],
  'view-binding': [
    one(
      'create view a as select title from songs with no schema binding',
      'create view a as with b as (select title from public.songs) select title from b with no schema binding',
    ),
  ],
  'materialized-view': [
    one(
      'create or replace materialized view a as select 1 as b',
      'create materialized view a as select 1 as b',
    ),
    one(
      'create materialized view a as select title from songs order by title',
      'create materialized view a as select title, rank() over (order by title) from songs',
    ),
    one('refresh materialized view concurrently a', 'refresh materialized view a'),
  ],

  // Transactions
  truncate: [
    one('truncate songs', 'delete from songs', inside),
    one('begin; truncate songs; commit', 'begin; delete from songs; commit'),
  ],
  vacuum: [
    one('vacuum songs', 'analyze songs', inside),
    one('select 1; vacuum songs', 'vacuum full songs to 99 percent'),
  ],
  'alter-type-inside': [
    one(
      'alter table a alter column b type varchar(300)',
      'alter table a alter column b encode zstd',
      inside,
    ),
  ],
  'append-inside': [
    one('alter table a append from b', 'insert into a (c) select c from b', inside),
  ],
  'database-inside': [
    one('create database a', 'create schema a', inside),
    one('drop database a', 'drop schema a', inside),
  ],
  'external-inside': [
    one(
      "create external table s.a (b integer) location 's3://a/b'",
      'create table a (b integer)',
      inside,
    ),
  ],
  'copy-job-inside': [
    one(
      "copy a from 's3://b/c/' iam_role default job create d",
      "copy a from 's3://b/c/' iam_role default",
      inside,
    ),
  ],
  'lock-outside': [one('lock songs', 'begin; lock songs; commit')],
  bind: [
    one('create table a (b varchar(8) default $1)', "create table a (b varchar(8) default '$1')", {
      binds: 1,
    }),
    one('copy a from $1 iam_role default', "copy a from 's3://b/c/' iam_role default", {
      binds: 1,
    }),
    one('set query_group to $1', "set query_group to 'a'", { binds: 1 }),
    one('drop table $1', 'delete from a where b = $1', { binds: 1 }),
  ],
  'bind-together': [
    one('delete from a where b = $1; delete from c', 'delete from a where b = $1', { binds: 1 }),
  ],
  'too-many-binds': [
    { ...one('delete from a where b in ($1)', 'delete from a'), sending: { binds: 32_768 } },
  ],

  // COPY
  'copy-stdin': [one('copy a from stdin', "copy a from 's3://b/stdin/' iam_role default")],
  'copy-out': [
    one("copy a to 's3://b/c'", "unload ('select 1 from a') to 's3://b/c' iam_role default"),
  ],
  'copy-json-options': [
    one(
      "copy a from 's3://b/c/' iam_role default format json 'auto' delimiter ','",
      'copy a ("null", "csv") from \'s3://b/c/\' iam_role default format json \'auto\'',
    ),
    one(
      "copy a from 's3://b/c/' iam_role default format json 'auto' null as ''",
      "copy a from 's3://b/c/' iam_role default csv null as ''",
    ),
  ],
  'copy-time-format': [
    one(
      "copy a from 's3://b/c/' iam_role default json 'auto' timeformat 'EPOCHMILLISECS'",
      "copy a from 's3://b/c/' iam_role default json 'auto' timeformat as 'epochmillisecs'",
    ),
    one(
      "copy a from 's3://b/c/' iam_role default json 'auto' timeformat 'AUTO'",
      "copy a from 's3://b/c/' iam_role default json 'auto' timeformat 'YYYY-MM-DD HH:MI:SS'",
    ),
  ],
  'copy-max-error': [
    one(
      "copy a from 's3://b/c/' iam_role default json 'auto' maxerror 100001",
      "copy a from 's3://b/c/' iam_role default json 'auto' maxerror as 100000",
    ),
  ],

  // Other statements
  'no-such-statement': [
    one('do $$ begin end $$', 'call a()'),
    one('listen a', 'select 1 as listen'),
    one('vacuum analyze songs', 'vacuum sort only songs'),
  ],
  savepoint: [
    one('savepoint a', 'begin', inside),
    one('rollback to savepoint a', 'rollback', inside),
    one('release savepoint a', 'commit', inside),
  ],
  'explain-analyze': [
    one('explain analyze select 1', 'explain verbose select 1'),
    one('explain (costs off) select 1', 'explain select 1'),
  ],
  'unknown-setting': [
    one('set lock_timeout to 1000', 'set statement_timeout to 1000'),
    one('show server_version_num', 'show search_path'),
  ],
  'isolation-level': [one('begin isolation level serializable', 'begin transaction')],
  'lock-mode': [
    one('lock table songs in share mode', 'lock table songs', inside),
    one('lock songs nowait', 'lock songs', inside),
    one('lock songs in access exclusive mode', 'lock table songs, artists', inside),
  ],
}
