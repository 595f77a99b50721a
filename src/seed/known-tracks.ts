/** Which tracks of a catalogue have song files: spread evenly over the charts. */
export interface KnownTracks {
  isKnown(track: number): boolean
  /** The song, counted from the most popular one, that a known track is. */
  songOf(track: number): number
  /** The track that a song is. */
  trackOf(song: number): number
}

/** As many known tracks as there are songs; each tells from its place alone whether it is one. */
export function knownTracks(songs: number, size: number): KnownTracks {
  const half = Math.floor(size / 2)
  const songOf = (track: number): number => Math.floor((track * songs + half) / size)
  return {
    isKnown: (track) => songOf(track + 1) > songOf(track),
    songOf,
    trackOf: (song) => Math.ceil(((song + 1) * size - half) / songs) - 1,
  }
}
