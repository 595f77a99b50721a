/** Who asks AWS. What names somebody is not mixed: keys of one and a session or profile of another lead nowhere. */
const WHO = new Set([
  'AWS_PROFILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
])

/**
 * Adds AWS's own variables (`AWS_PROFILE`, `AWS_REGION` and so on) of a `.env` file to an environment, where the
 * SDK looks for them. What the environment says stays; where it says who asks, that of the file is left out.
 */
export function addAwsVariables(
  file: Readonly<Record<string, string>>,
  environment: Record<string, string | undefined>,
): void {
  const isKnown = [...WHO].some((name) => environment[name] !== undefined)
  for (const [name, value] of Object.entries(file)) {
    if (!name.startsWith('AWS_') || value.trim() === '' || (isKnown && WHO.has(name))) continue
    environment[name] ??= value
  }
}
