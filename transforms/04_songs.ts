import { sql, transform } from '../src/transform.ts'

export default transform({
  into: 'songs',
  row: 'a song of the catalogue',

  // A song may be delivered more than once; the order of its columns decides.
  insert: sql`
    insert into songs (song_id, title, artist_id, year, duration)
    with deliveries as (
        select
            song_id,
            title,
            artist_id,
            year,
            duration,
            row_number() over (
                partition by song_id
                order by title, artist_id, year desc, duration
            ) as place
        from staging_songs
        where song_id is not null
    )
    select
        song_id,
        title,
        artist_id,
        year,
        duration
    from deliveries
    where place = 1
  `,

  promises: {
    unique: [['song_id']],
    notNull: ['song_id', 'title'],
    balance: {
      songs: {
        in: sql`select count(distinct song_id) from staging_songs`,
        out: sql`select count(*) from songs`,
      },
    },
  },
})
