/** Has AWS's SDK not tell every user of Node 20, on stderr, that it will want Node 22 one day. Called before its first client. */
export function silenceSdk(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
}

/** For how long AWS may say nothing, in ms: by itself the SDK waits without end for an answer that was lost on its way. */
export const SILENCE = { requestHandler: { connectionTimeout: 10_000, socketTimeout: 30_000 } }

/** That AWS said nothing for too long; null for any other error. The SDK speaks of its own insides. */
export function silenceText(error: unknown): string | null {
  return (error as { name?: string }).name === 'TimeoutError' ? 'AWS did not answer' : null
}
