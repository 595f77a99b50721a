/** Has AWS's SDK not tell every user of Node 20, on stderr, that it will want Node 22 one day. Called before its first client. */
export function silenceSdk(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
}
