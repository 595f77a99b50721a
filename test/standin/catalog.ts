/** What the project asks of Redshift's catalog and functions, in PostgreSQL's own words. */
export const CATALOG = `
set timezone = 'UTC';
set extra_float_digits = 0;
set standard_conforming_strings = off;
set escape_string_warning = off;
create schema redshift;
set search_path = public, redshift;
create table redshift.styles (relid oid primary key, style text);
create table redshift.keys (relid oid, attnum smallint, dist boolean, sort smallint, primary key (relid, attnum));

create function redshift.set_dist(name text, style text, key text) returns void language sql as $$
  insert into redshift.styles values (name::regclass, style) on conflict (relid) do update set style = excluded.style;
  update redshift.keys set dist = false where relid = name::regclass;
  insert into redshift.keys
    select attrelid, attnum, true, 0 from pg_attribute where attrelid = name::regclass and attname = key
    on conflict (relid, attnum) do update set dist = true
$$;
create function redshift.set_sort(name text, columns text[]) returns void language sql as $$
  update redshift.keys set sort = 0 where relid = name::regclass;
  insert into redshift.keys
    select attrelid, attnum, false, array_position(columns, attname::text) from pg_attribute
    where attrelid = name::regclass and attname = any (columns)
    on conflict (relid, attnum) do update set sort = excluded.sort
$$;

create view redshift.pg_table_def as
  select nspname as schemaname, relname as tablename, attname as "column", format_type(atttypid, atttypmod) as type,
    coalesce(dist, false) as distkey, coalesce(sort, 0) as sortkey, attnotnull as "notnull"
  from pg_class
  join pg_namespace on pg_namespace.oid = relnamespace and (nspname = any (current_schemas(false)) or relnamespace = pg_my_temp_schema())
  join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
  left join redshift.keys on keys.relid = pg_class.oid and keys.attnum = pg_attribute.attnum
  where relkind = 'r';
create view redshift.pg_class_info as
  select relname, relnamespace, relkind,
    case style when 'even' then 0 when 'key' then 1 when 'all' then 8 else 10 end as releffectivediststyle
  from pg_class left join redshift.styles on relid = pg_class.oid;

create table redshift.stl_load_errors (
  starttime timestamp, tbl int, filename char(256), line_number bigint, colname char(127), type char(10),
  col_length char(10), raw_line char(1024), raw_field_value char(1024), err_code int, err_reason char(100)
);
create view redshift.sys_load_error_detail as
  select starttime as start_time, tbl as table_id, filename as file_name, line_number, colname as column_name, type as column_type,
    col_length as column_length, err_code as error_code, err_reason as error_message
  from redshift.stl_load_errors;
create view redshift.stv_slices as select slice from generate_series(0, 3) as slice;
create function redshift.pg_last_copy_count() returns bigint language sql as
  $$ select current_setting('redshift.last_copy_count')::bigint $$;

create function redshift.pg_last_query_id() returns bigint language sql as
  $$ select coalesce(current_setting('redshift.last_query_id', true), '-1')::bigint $$;
create function redshift.getdate() returns timestamp language sql as
  $$ select date_trunc('second', clock_timestamp())::timestamp $$;
create function redshift.dateadd(part text, number int, moment timestamp) returns timestamp language sql as
  $$ select moment + number * ('1 ' || part)::interval $$;
create function redshift.len(text) returns int language sql as $$ select char_length($1) $$;
`

/** Empties the warehouse and forgets what was noted of its tables. */
export const RESET = `
set search_path = public, redshift;
drop schema if exists analyst cascade;
drop schema public cascade;
create schema public;
truncate redshift.styles, redshift.keys, redshift.stl_load_errors;
`
