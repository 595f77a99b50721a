/** A reason not to make the lake, in words for whoever asked for it. */
export class Refusal extends Error {
  /** 2 when the command was used wrongly, 1 when it could not be done. */
  readonly exitCode: 1 | 2

  constructor(message: string, exitCode: 1 | 2) {
    super(message)
    this.name = 'Refusal'
    this.exitCode = exitCode
  }
}
