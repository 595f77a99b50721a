import { transform } from '../src/transform.ts'

export default transform({
  into: 'staging_songs',
  row: 'a song of the catalogue, as it was written',
  copy: {
    from: 'song_data',
    json: 'auto', // the keys of the song files are the column names
  },
  pending: { into: 'pending_songs', columns: ['title', 'artist_name'] }, // their plays are matched again
})
