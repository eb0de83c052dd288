import { execFileSync } from "node:child_process";
import { healthShellCommand } from "../../src/model/health-check";

const checked = (path?: string) =>
  healthShellCommand({
    port: 3004,
    healthCheck: path === undefined ? { protocol: "TCP" } : { protocol: "HTTP", path },
    healthCommand: "wget",
  });

const wget = "wget --quiet --tries=1 --output-document=/dev/null";

test("a container is asked at the path that its target group asks at", () => {
  expect(checked("/health/ready")).toBe(`${wget} http://localhost:3004/health/ready || exit 1`);
});

test("where the target group asks for no path, at the one that every image has", () => {
  expect(checked()).toBe(`${wget} http://localhost:3004/health || exit 1`);
});

test("with the program that its image carries", () => {
  const healthCheck = { protocol: "TCP" } as const;
  expect(healthShellCommand({ port: 3004, healthCheck, healthCommand: "curl" })).toBe(
    "curl --fail --silent --show-error http://localhost:3004/health || exit 1",
  );
});

test.each(["/health?deep=1&of=db", "/it's;(well)", "/*", "/a#b!c@d,e+f%20"])("the shell takes %s as it is", (path) => {
  // The program is a function of the shell that says what it was given last.
  const script = `wget() { for last; do :; done; echo "$last"; }\n${checked(path)}`;
  expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe(`http://localhost:3004${path}\n`);
});
