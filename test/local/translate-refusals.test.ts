import { refuses } from './asking.ts'

refuses('functions that Redshift lacks, or runs on its leader alone', [
  ['select now()', 'Redshift has no function now() for the rows of tables. Use getdate().'],
  [
    'select current_timestamp',
    'Redshift has no function current_timestamp() for the rows of tables. Use getdate().',
  ],
  [
    'select localtimestamp',
    'Redshift has no function localtimestamp() for the rows of tables. Use getdate().',
  ],
  [
    "select age('2018-11-15'::date)",
    'Redshift has no function age() for the rows of tables. Use datediff().',
  ],
  [
    'select generate_series(1, 5)',
    'Redshift has no function generate_series() for the rows of tables. Use a with recursive query, or a table of numbers.',
  ],
  [
    'select * from generate_series(1, 5)',
    'Redshift takes rows from tables and queries, not from generate_series().',
  ],
  ['select ifnull(1, 2)', 'Redshift has no function ifnull() for the rows of tables. Use nvl().'],
  [
    'select if(true, 1, 2)',
    'Redshift has no function if() for the rows of tables. Use case when ... then ... end.',
  ],
  [
    "select year('2018-11-15')",
    'Redshift has no function year() for the rows of tables. Use extract(year from ...).',
  ],
  [
    "select strftime('2018-11-15'::date, '%Y')",
    'Redshift has no function strftime() for the rows of tables. Use to_char().',
  ],
  [
    'select list_value(1, 2)',
    "Redshift has no function list_value() for the rows of tables. Did you mean 'last_value'?",
  ],
  [
    "select nextval('redshift.identity_values')",
    'Redshift has no function nextval() for the rows of tables.',
  ],
  ['select rs_now()', 'Redshift has no function rs_now() for the rows of tables.'],
])

refuses('functions that Redshift has and the local engine has not', [
  ["select soundex('Amazon')", 'The local engine has no soundex(). Redshift has it.'],
  ['select fnv_hash(1)', 'The local engine has no fnv_hash(). Redshift has it.'],
  [
    'select split_to_array(title) from songs',
    'The local engine has no split_to_array(). Redshift has it.',
  ],
  ['select st_point(1, 2)', 'The local engine has no st_point(). Redshift has it.'],
  ["select json_parse('{}')", 'The local engine has no json_parse(). Redshift has it.'],
  ['select current_user', 'The local engine has no current_user(). Redshift has it.'],
  [
    "select split_to_array('a,b', ',')",
    'The local engine has no split_to_array(). Redshift has it.',
  ],
  ['select hll(user_id) from users', 'The local engine has no hll(). Redshift has it.'],
  ['select is_varchar(1), 2', 'The local engine has no is_varchar(). Redshift has it.'],
  ['select user', 'The local engine has no users.'],
])

refuses('arrays, maps and what is made for them', [
  ['select array[1, 2]', 'Redshift has no arrays. Keep a row per value.'],
  ['select [1, 2]', 'Redshift has no arrays. Keep a row per value.'],
  ['select a[1] from (select 1 as a) as t', 'Redshift has no arrays. Keep a row per value.'],
  ['select * from unnest(array[1, 2])', 'Redshift has no arrays. Keep a row per value.'],
  [
    'select 1 where 1 = any (array[1, 2])',
    'Redshift has no arrays to compare with. Use: in (...).',
  ],
  ["select {'a': 1}", 'Redshift has no maps or structs in SQL. Keep a column per value.'],
  ['select list_transform(1, x -> x + 1)', 'Redshift has no functions as arguments.'],
  [
    'select a.b.c from (select 1 as a) as t',
    'The local engine has no SUPER values to look into with a dot.',
  ],
])

refuses('clauses that Redshift does not have', [
  [
    'select distinct on (a) a from (select 1 as a) as t',
    'Redshift has no DISTINCT ON. Use: qualify row_number() over (partition by ... order by ...) = 1.',
  ],
  [
    'select 1 where 1 is distinct from 2',
    'Redshift has no IS DISTINCT FROM. Use: nvl(a, -1) <> nvl(b, -1), or is null.',
  ],
  [
    'select 1 where 1 is not distinct from 2',
    'Redshift has no IS NOT DISTINCT FROM. Use: a = b or (a is null and b is null).',
  ],
  [
    'select a from (select 1 as a) as t for update',
    'Redshift has no FOR UPDATE. Use: lock table, first in the transaction.',
  ],
  [
    'select * from (select 1 as a) as t, lateral (select t.a) as u',
    'Redshift has no lateral joins. Join a query with its key in it.',
  ],
  [
    'select * from (values (1), (2)) as t (a)',
    'Redshift has no VALUES as a table. Use: select 1 as a union all select 2.',
  ],
  [
    'values (1)',
    "The local engine does not take 'values (1)'. Redshift has no VALUES as a table. Use: select 1 as a union all select 2.",
  ],
  [
    'select * replace (2 as a) from (select 1 as a) as t',
    'Redshift takes no REPLACE or RENAME after a star. List the columns.',
  ],
  [
    'select * except (a) from (select 1 as a, 2 as b) as t',
    'Cannot read this SQL: what is meant by * except? Write it another way.',
  ],
  [
    'select 1, * exclude a from (select 1 as a, 2 as b) as t',
    'The local engine takes EXCLUDE after a star alone, with names of columns.',
  ],
  [
    'select * exclude (a), b + 1 from (select 1 as a, 2 as b) as t',
    'The local engine takes EXCLUDE after a star alone, with names of columns.',
  ],
  ['select * exclude c from (select 1 as a, 2 as b) as t', 'column "c" does not exist'],
  [
    'from songs',
    "The local engine does not take 'from songs'. Redshift begins a query with select or with.",
  ],
  ['select * from (from songs select title) as t', 'Redshift begins a query with select or with.'],
  ['select 1 except all select 2', 'Redshift has no EXCEPT ALL.'],
  ['select 1 intersect all select 2', 'Redshift has no INTERSECT ALL.'],
  ['select a from (select 1 as a) as t limit 5 percent', 'Redshift has no LIMIT in percent.'],
  [
    'select a from songs tablesample (10)',
    'Redshift has no TABLESAMPLE. Use: where random() < 0.1.',
  ],
  ['select * from songs semi join artists on true', 'Redshift has no SEMI JOIN.'],
  ['select * from songs asof join artists on true', 'Redshift has no ASOF JOIN.'],
  [
    'select title from songs qualify row_number() over (order by title) = 1',
    'Redshift takes QUALIFY right after a table only when the table has an alias.',
  ],
  [
    'select * from songs, artists where songs.a = artists.a(+)',
    'The local engine has no (+) joins. Write: left join ... on ...',
  ],
  [
    'select * from songs pivot (sum(a) for b in (1, 2))',
    "The local engine has no PIVOT. Write sum(case when kind = 'x' then value end).",
  ],
  [
    "select title collate 'C' from songs",
    'The local engine has no COLLATE: text compares byte by byte.',
  ],
  [
    'select a & b || c from songs',
    'Write parentheses: Redshift takes &, |, #, <<, >> and || from the left.',
  ],
  ['select f(a => 1)', 'Redshift has no named arguments.'],
  ["select e'a', $1", "Write text as '...': the local engine takes no escape_string literals."],
  ["select x'ff'", "Write text as '...': the local engine takes no hex_string literals."],
  ['select 1_000', "Redshift has no number '1_000'."],
])

// https://docs.aws.amazon.com/redshift/latest/dg/r_WITH_clause.html
// https://docs.aws.amazon.com/redshift/latest/dg/r_comparison_condition.html
refuses('what the parser takes for something else', [
  [
    'with recursive n as (select 1 as i union all select i + 1 from n where i < 4) select i from n',
    'Redshift takes a table that reads itself with the names of its columns: n (...) as (...).',
  ],
  [
    'with recursive n (i) as (select 1 union select i + 1 from n where i < 4) select i from n',
    'Redshift takes UNION ALL between the two queries of a table that reads itself.',
  ],
  ['select 1 == 1', 'Redshift has no operator ==. Use: =.'],
  [
    'select 1 where 2 >= all (select 1)',
    'Redshift compares with a query by = ANY and <> ALL alone. Compare with max() or min() of it.',
  ],
  ['select 1 as a limit 1, 2', 'Redshift takes no comma in LIMIT. Use: limit 10 offset 20.'],
  ['select 1::double', 'Redshift has no type double. Use double precision.'],
  ['select 1 as `a`', 'Redshift quotes names with ", not with `.'],
])

refuses('system tables and other schemas', [
  ['select * from pg_table_def', "The local engine has no system table 'pg_table_def'."],
  ['select * from svv_table_info', "The local engine has no system table 'svv_table_info'."],
  ['select * from information_schema.tables', "The local engine has no system table 'tables'."],
  ['select * from duckdb_tables', "The local engine has no system table 'duckdb_tables'."],
  ['select * from sqlite_master', "The local engine has no system table 'sqlite_master'."],
  ['select * from redshift.tables', 'schema "redshift" does not exist'],
  ['select * from dev.public.songs', 'The local engine holds one database. Leave its name out.'],
  ['select rowid from (select 1 as a) as t', 'column "rowid" does not exist'],
])

const taken = (sql: string) => `The local engine does not take '${sql}'. `

refuses('statements that change nothing here', [
  [
    'explain select 1',
    `${taken('explain select 1')}The local engine explains no plans. Ask Redshift, with WAREHOUSE_TARGET=redshift.`,
  ],
  [
    "copy songs from 's3://a/b'",
    `${taken("copy songs from 's3://a/b'")}Files are loaded by transforms with copy: {...}. See transforms/01_staging_events.ts.`,
  ],
  [
    "unload ('select 1') to 's3://a'",
    `${taken("unload ('select 1') to 's3://a'")}The local engine has no UNLOAD. Use: npm run query -- --format csv.`,
  ],
  ['call p()', `${taken('call p()')}The local engine has no stored procedures. Write a transform.`],
  [
    'set search_path to a',
    `${taken('set search_path to a')}There are no users, roles or settings to change in the local engine.`,
  ],
  [
    'show search_path',
    `${taken('show search_path')}There are no users, roles or settings to change in the local engine.`,
  ],
  [
    'grant select on songs to public',
    `${taken('grant select on songs to public')}There are no users, roles or settings to change in the local engine.`,
  ],
  [
    'alter table songs add column a int',
    `${taken('alter table songs add column a int')}Tables change by migrations: see migrations/.`,
  ],
  [
    'savepoint a',
    `${taken('savepoint a')}Redshift has no savepoints. Do the part in a transaction of its own.`,
  ],
  [
    'create index i on songs (title)',
    'Redshift has no indexes. Choose a sort key in the migration.',
  ],
  ['create temp table a (b int check (b > 1))', 'Redshift has no CHECK constraints.'],
  [
    'create temp table a (b bigint identity(0, 1))',
    'The local engine has no identity in a temporary table. Use: row_number() over ().',
  ],
  ['create schema a', 'The local engine has one schema, public.'],
  [
    'create materialized view a as select 1',
    'The local engine has no materialized views. Use a view, or a table that a transform fills.',
  ],
  [
    'create function f() returns int as $$ select 1 $$ language sql',
    "Cannot read this SQL: it has dollar quotes. Write text as '...'.",
  ],
  [
    "insert into songs values ('a') on conflict do nothing",
    'Redshift has no ON CONFLICT. Use MERGE, or delete and insert.',
  ],
  [
    "insert into songs values ('a') returning title",
    'Redshift has no RETURNING. Ask for the rows in a statement of their own.',
  ],
  [
    'delete from songs returning title',
    'Redshift has no RETURNING. Ask for the rows in a statement of their own.',
  ],
  [
    'with a as (select 1) insert into songs select * from a',
    'Redshift takes the WITH of an INSERT behind it: insert into t with ... select ...',
  ],
])

refuses(
  "the embedded engine's own statements",
  [
    'pragma database_list',
    "attach 'a.db'",
    'install httpfs',
    'load httpfs',
    'describe songs',
    'summarize songs',
    "export database 'a'",
    "import database 'a'",
    'checkpoint',
    'create macro f(a) as a',
    'create secret s (type s3)',
    'use memory',
    'detach a',
    'reset threads',
    'pivot songs on title',
    'force checkpoint',
  ].map((sql) => {
    const why = /^(use|reset)/.test(sql)
      ? 'There are no users, roles or settings to change in the local engine.'
      : 'Redshift has no such statement.'
    return [sql, `${taken(sql)}${why}`] as const
  }),
)
