import { join } from "node:path";

/** The project's folder. */
export const projectDirectory = join(__dirname, "../..");

/** The project's folder for what is kept from run to run. */
export const cacheDirectory = join(projectDirectory, ".cache");

/** What runs a program of the project: package.json's scripts and cdktf.json name it before the program. */
export const launcher = join(projectDirectory, "bin/run.js");
