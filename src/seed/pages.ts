/** The pages of the service. */
export type Page =
  | 'About'
  | 'Cancel'
  | 'Cancellation Confirmation'
  | 'Downgrade'
  | 'Error'
  | 'Help'
  | 'Home'
  | 'Login'
  | 'Logout'
  | 'NextSong'
  | 'Save Settings'
  | 'Settings'
  | 'Submit Downgrade'
  | 'Submit Upgrade'
  | 'Upgrade'

/** Whether someone is signed in. */
export type Auth = 'Logged In' | 'Logged Out' | 'Cancelled'

/** What someone pays. */
export type Level = 'free' | 'paid'

const REDIRECTS: ReadonlySet<Page> = new Set([
  'Cancel',
  'Login',
  'Logout',
  'Save Settings',
  'Submit Downgrade',
  'Submit Upgrade',
])

/** How a page is asked for. */
export const methodOf = (page: Page): 'GET' | 'PUT' =>
  page === 'NextSong' || REDIRECTS.has(page) ? 'PUT' : 'GET'

/** What a page answers. */
export function statusOf(page: Page): 200 | 307 | 404 {
  if (page === 'Error') return 404
  return REDIRECTS.has(page) ? 307 : 200
}
