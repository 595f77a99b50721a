import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { findChromium } from '../../src/report/chromium.ts'

/** Why the tests in a browser are skipped, or false when they can run. */
export function missingBrowser(): string | false {
  return findChromium() === null ? 'no Chromium is on the PATH, and CHROMIUM names none' : false
}

/** A page in a browser of the test's own. */
export interface Page {
  /** The value of an expression in the page; a promise is awaited. */
  evaluate<Value>(expression: string): Promise<Value>
  /** A command of the DevTools protocol. */
  send<Result = unknown>(method: string, parameters?: object): Promise<Result>
  /** What the page complained of, and every address that it asked for. */
  readonly complaints: string[]
  readonly requests: string[]
}

/** A running browser. */
export interface Browser {
  /** Opens an address at a size in CSS pixels, in light or dark. */
  open(address: string, look: { width: number; dark?: boolean }): Promise<Page>
  close(): Promise<void>
}

/** Starts a browser that keeps its profile in a folder. */
export function startBrowser(folder: string): Browser {
  const browser = spawn(
    findChromium() ?? '',
    [
      '--headless',
      '--no-sandbox', // as root, in a container
      '--disable-gpu',
      '--remote-debugging-pipe',
      `--user-data-dir=${folder}`,
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  )
  const protocol = protocolOf(browser)
  return {
    open: (address, look) => openPage(protocol, address, look),
    close: async () => {
      const ended = new Promise((resolve) => browser.once('exit', resolve))
      browser.kill()
      await ended
    },
  }
}

async function openPage(
  { send, on }: ReturnType<typeof protocolOf>,
  address: string,
  { width, dark = false }: { width: number; dark?: boolean },
): Promise<Page> {
  const { targetId } = await send<{ targetId: string }>('Target.createTarget', {
    url: 'about:blank',
  })
  const { sessionId } = await send<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  })
  const inPage = <Result>(method: string, parameters: object = {}) =>
    send<Result>(method, parameters, sessionId)
  const page: Page = { send: inPage, evaluate, complaints: [], requests: [] }
  on(sessionId, 'Runtime.exceptionThrown', ({ exceptionDetails }) =>
    page.complaints.push(exceptionDetails.exception?.description ?? exceptionDetails.text),
  )
  on(sessionId, 'Log.entryAdded', ({ entry }) => page.complaints.push(entry.text))
  on(sessionId, 'Network.requestWillBeSent', ({ request }) => page.requests.push(request.url))
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await inPage(`${domain}.enable`)
  await inPage('Emulation.setDeviceMetricsOverride', {
    width,
    height: 800,
    deviceScaleFactor: 1,
    mobile: width < 600,
  })
  await inPage('Emulation.setEmulatedMedia', {
    features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }],
  })
  const loaded = new Promise((resolve) => on(sessionId, 'Page.loadEventFired', resolve))
  await inPage('Page.navigate', { url: address })
  await loaded
  return page

  async function evaluate<Value>(expression: string): Promise<Value> {
    const { result, exceptionDetails } = await inPage<Evaluated<Value>>('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description)
    return result.value
  }
}

interface Evaluated<Value> {
  readonly result: { readonly value: Value }
  readonly exceptionDetails?: { readonly exception?: { readonly description?: string } }
}

// biome-ignore lint/suspicious/noExplicitAny: the protocol has some hundred events.
type Listener = (event: any) => void

/** The DevTools protocol over two pipes: messages of JSON, each ended by a zero byte. */
function protocolOf(browser: ChildProcess) {
  const [, , , input, output] = browser.stdio as [null, null, null, Writable, Readable]
  const answers = new Map<number, { resolve: Listener; reject: (error: Error) => void }>()
  const listeners: [session: string, method: string, Listener][] = []
  let sent = 0
  let text = ''
  output.setEncoding('utf8').on('data', (part: string) => {
    const messages = (text + part).split('\0')
    text = messages.pop() ?? ''
    for (const message of messages.map((json) => JSON.parse(json))) {
      const answer = answers.get(message.id)
      if (answer && message.error) answer.reject(new Error(message.error.message))
      else answer?.resolve(message.result)
      answers.delete(message.id)
      for (const [session, method, listener] of listeners) {
        if (session === message.sessionId && method === message.method) listener(message.params)
      }
    }
  })
  // What is still asked when the browser is closed gets no answer, and needs none.
  input.on('error', () => {})
  return {
    on: (session: string, method: string, listener: Listener) =>
      listeners.push([session, method, listener]),
    send: <Result>(method: string, params: object = {}, sessionId?: string): Promise<Result> =>
      new Promise<Result>((resolve, reject) => {
        sent += 1
        answers.set(sent, { resolve, reject })
        input.write(`${JSON.stringify({ id: sent, method, params, sessionId })}\0`)
      }),
  }
}
