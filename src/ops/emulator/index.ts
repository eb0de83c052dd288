export { type ApiCall, type IdKind, type Rollout, type TargetHealth, type UnimplementedCall } from "./controls";
export { Emulator, startEmulator, type EmulatorOptions } from "./emulator";
export { EmulatorError } from "./error";
export { emulatorCheck, findEmulator, installEmulator, motoVersion, type PythonOptions } from "./python";
