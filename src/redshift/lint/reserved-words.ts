/** Words that are no names unless they are quoted (https://docs.aws.amazon.com/redshift/latest/dg/r_pg_keywords.html). */
export const RESERVED_WORDS: ReadonlySet<string> = new Set(
  `
  aes128 aes256 all allowoverwrite analyse analyze and any array as asc authorization az64 backup between
  binary blanksasnull both bytedict bzip2 case cast check collate column constraint create credentials
  cross current_date current_time current_timestamp current_user current_user_id default deferrable
  deflate defrag delta delta32k desc disable distinct do else emptyasnull enable encode encrypt encryption
  end except explicit false for foreign freeze from full globaldict256 globaldict64k grant group gzip
  having identity ignore ilike in initially inner intersect interval into is isnull join leading left like
  limit localtime localtimestamp lun luns lzo lzop minus mostly16 mostly32 mostly8 natural new not notnull
  null nulls off offline offset oid old on only open or order outer overlaps parallel partition percent
  permissions pivot placing primary raw readratio recover references rejectlog resort respect restore
  right select session_user similar snapshot some sysdate system table tag tdes text255 text32k then
  timestamp to top trailing true truncatecolumns union unique unnest unpivot user using verbose wallet
  when where with without
  `
    .trim()
    .split(/\s+/),
)

/** Those among them that no query and no change of rows has a use for: wherever one stands, it was meant as a name. */
export const NEVER_IN_QUERIES: ReadonlySet<string> = new Set(
  `
  aes128 aes256 allowoverwrite analyse authorization az64 backup blanksasnull bytedict bzip2 check column
  constraint credentials deferrable deflate defrag delta delta32k disable emptyasnull enable encode encrypt
  encryption explicit foreign freeze globaldict256 globaldict64k grant gzip identity initially lun luns lzo
  lzop mostly16 mostly32 mostly8 new off offline old open parallel permissions placing primary raw readratio
  recover references rejectlog resort restore snapshot system tag tdes text255 text32k truncatecolumns
  unique user verbose wallet
  `
    .trim()
    .split(/\s+/),
)
