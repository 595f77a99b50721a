import type { Page } from './pages.ts'

/** Where someone is: signed in or out, free or paid. */
export type Room = 'free' | 'paid' | 'out free' | 'out paid'

/** How likely each page is, or how heavy its weight. What is missing from 1 ends the session. */
export type Odds = { readonly [page in Page]?: number }

/**
 * The page that follows a page, by room. The numbers are those of eventsim's example configuration
 * (github.com/Interana/eventsim, MIT), which Sparkify's own logs agree with; its guests are left
 * out, because those logs have none. Logout, Login, Cancel and the two Submit pages lead into
 * another room.
 */
// biome-ignore format: one row per page reads as the table that it is
export const TRANSITIONS: { readonly [room in Room]: { readonly [from in Page]?: Odds } } = {
  free: {
    About: {
      NextSong: 0.3, Home: 0.2, About: 0.05, Help: 0.01, Settings: 0.01, Logout: 0.01,
      Error: 0.001,
    },
    Cancel: { 'Cancellation Confirmation': 0.999, Error: 0.001 },
    Error: { NextSong: 0.3, Home: 0.1, Logout: 0.01, Error: 0.01, Help: 0.002, About: 0.001 },
    Help: {
      NextSong: 0.32, Home: 0.2, Help: 0.1, Settings: 0.05, Upgrade: 0.01, Logout: 0.01,
      About: 0.002, Error: 0.001,
    },
    Home: {
      NextSong: 0.6, Settings: 0.02, Home: 0.01, Upgrade: 0.01, Logout: 0.01, About: 0.002,
      Help: 0.002, Error: 0.001,
    },
    Logout: { Home: 1 },
    NextSong: {
      NextSong: 0.5, Home: 0.02, Logout: 0.02, Upgrade: 0.01, Help: 0.005, Settings: 0.005,
      About: 0.002, Error: 0.001,
    },
    'Save Settings': { Home: 0.65, Settings: 0.1, Error: 0.001 },
    Settings: {
      NextSong: 0.3, 'Save Settings': 0.2, Home: 0.1, Settings: 0.1, Help: 0.05, Upgrade: 0.01,
      Logout: 0.01, Cancel: 0.005, About: 0.002, Error: 0.001,
    },
    'Submit Upgrade': { Home: 1 },
    Upgrade: {
      NextSong: 0.325, 'Submit Upgrade': 0.3, Home: 0.1, Upgrade: 0.07, Logout: 0.01, Help: 0.006,
      About: 0.002, Error: 0.001,
    },
  },
  paid: {
    About: {
      NextSong: 0.4, Home: 0.2, About: 0.05, Help: 0.01, Settings: 0.01, Logout: 0.01,
      Error: 0.001,
    },
    Cancel: { 'Cancellation Confirmation': 0.999, Error: 0.001 },
    Downgrade: {
      NextSong: 0.63, Home: 0.1, Downgrade: 0.07, 'Submit Downgrade': 0.01, Logout: 0.01,
      Help: 0.006, About: 0.002, Error: 0.001,
    },
    Error: { NextSong: 0.2, Home: 0.1, Help: 0.01, Logout: 0.01, About: 0.001, Error: 0.001 },
    Help: {
      NextSong: 0.75, Home: 0.1, Help: 0.05, Settings: 0.02, Downgrade: 0.01, Logout: 0.01,
      About: 0.002, Error: 0.001,
    },
    Home: {
      NextSong: 0.85, Settings: 0.02, Home: 0.01, Downgrade: 0.01, Logout: 0.01, About: 0.002,
      Help: 0.002, Error: 0.001,
    },
    Logout: { Home: 0.999, Error: 0.001 },
    NextSong: {
      NextSong: 0.925, Home: 0.02, Downgrade: 0.01, Logout: 0.01, Help: 0.005, Settings: 0.005,
      About: 0.002, Error: 0.001,
    },
    'Save Settings': { Home: 0.8, Settings: 0.1, Error: 0.001 },
    Settings: {
      NextSong: 0.6, 'Save Settings': 0.2, Help: 0.05, Home: 0.05, Settings: 0.05,
      Downgrade: 0.01, Logout: 0.01, Cancel: 0.005, About: 0.002, Error: 0.001,
    },
    'Submit Downgrade': { Home: 0.999, Error: 0.001 },
  },
  'out free': {
    About: { Login: 0.4, Home: 0.3, About: 0.05, Help: 0.025, Error: 0.001 },
    Error: { Home: 0.5, Login: 0.1, Help: 0.05, About: 0.01, Error: 0.01 },
    Help: { Login: 0.5, Home: 0.3, Help: 0.1, About: 0.0025, Error: 0.001 },
    Home: { Login: 0.5, About: 0.1, Home: 0.1, Help: 0.05, Error: 0.001 },
    Login: { Home: 0.999, Error: 0.001 },
  },
  'out paid': {
    About: { Home: 0.3, Login: 0.1, About: 0.05, Help: 0.05, Error: 0.001 },
    Error: { Home: 0.3, Login: 0.1, Help: 0.05, Error: 0.01 },
    Help: { Home: 0.2, Help: 0.1, Login: 0.03, About: 0.0025, Error: 0.001 },
    Home: { Login: 0.3, About: 0.1, Home: 0.1, Help: 0.05, Error: 0.001 },
    Login: { Home: 0.999, Error: 0.001 },
  },
}

/** How heavy each page weighs as the first one of a session. */
export const STARTS: { readonly [room in Room]: Odds } = {
  free: { NextSong: 1500, Home: 1000, Help: 10, About: 5, Error: 1 },
  paid: { NextSong: 1750, Home: 1000, Help: 5, About: 5, Error: 1 },
  'out free': { Home: 1000, Login: 500, Help: 10, About: 10, Error: 1 },
  'out paid': { Home: 1000, Login: 500, Help: 10, About: 10, Error: 1 },
}
