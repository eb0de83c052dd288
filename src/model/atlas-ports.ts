/** Ports of MongoDB Atlas (Atlas documentation, "Connection troubleshooting": 27015 to 27017). */
export const ATLAS_PORTS: readonly number[] = [27_015, 27_016, 27_017];
