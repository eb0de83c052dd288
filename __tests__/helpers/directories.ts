import { join } from "node:path";

/** The project's folder. */
export const projectDirectory = join(__dirname, "../..");

/** The project's folder for what is kept from run to run. */
export const cacheDirectory = join(projectDirectory, ".cache");
