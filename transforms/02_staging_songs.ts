import { transform } from '../src/transform.ts'

export default transform({
  into: 'staging_songs',
  row: 'a song of the catalogue, as it was written',
  copy: {
    from: 'song_data',
    json: 'auto', // the keys of the song files are the column names
    keys: {
      num_songs: 'integer',
      artist_id: 'string',
      artist_latitude: 'number | null',
      artist_longitude: 'number | null',
      artist_location: 'string | number', // blank where it is not known
      artist_name: 'string | number',
      song_id: 'string',
      title: 'string | number', // a title such as 1901 is written as a number
      duration: 'number',
      year: 'integer',
    },
  },
  pending: { into: 'pending_songs', columns: ['title', 'artist_name'] }, // their plays are matched again
})
