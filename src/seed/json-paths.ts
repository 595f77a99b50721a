const FIELDS = [
  'artist',
  'auth',
  'firstName',
  'gender',
  'itemInSession',
  'lastName',
  'length',
  'level',
  'location',
  'method',
  'page',
  'registration',
  'sessionId',
  'song',
  'status',
  'ts',
  'userAgent',
  'userId',
]

/** The file that tells COPY where the logs' fields are, in the order of staging's columns. */
export const JSON_PATHS = JSON.stringify(
  { jsonpaths: FIELDS.map((field) => `$['${field}']`) },
  null,
  4,
)
