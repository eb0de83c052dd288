/** Something that keeps the emulator from working; its message is for the person at the keyboard. */
export class EmulatorError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EmulatorError";
  }
}
