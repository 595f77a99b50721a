import { sql, transform } from '../src/transform.ts'

export default transform({
  into: 'artists',
  row: 'an artist of the catalogue, under one of their names',

  // An artist may come with several names, locations and positions. The name is
  // the shortest one, since the longer ones add guests ("Kid Cudi / Kanye West").
  // Location and position come from one row, so that they belong together: a
  // row with a position first, then one with a location.
  insert: sql`
    insert into artists (artist_id, name, location, latitude, longitude)
    with names as (
        select
            artist_id,
            artist_name,
            row_number() over (
                partition by artist_id
                order by len(artist_name), artist_name
            ) as place
        from staging_songs
        where artist_id is not null
    ),
    places as (
        select
            artist_id,
            artist_location,
            artist_latitude,
            artist_longitude,
            row_number() over (
                partition by artist_id
                order by
                    case
                        when artist_latitude is not null
                            and artist_longitude is not null then 0
                        else 1
                    end,
                    case when artist_location <> '' then 0 else 1 end,
                    len(artist_location),
                    artist_location,
                    artist_latitude,
                    artist_longitude
            ) as place
        from staging_songs
        where artist_id is not null
    )
    select
        names.artist_id,
        names.artist_name,
        places.artist_location,
        places.artist_latitude,
        places.artist_longitude
    from names
    join places
        on places.artist_id = names.artist_id
        and places.place = 1
    where names.place = 1
  `,

  promises: {
    unique: [['artist_id']],
    notNull: ['artist_id', 'name'],
    balance: {
      artists: {
        in: sql`select count(distinct artist_id) from staging_songs`,
        out: sql`select count(*) from artists`,
      },
    },
  },
})
