import { existsSync, readdirSync, readFileSync } from "node:fs";
import { renderCliConfig, withCliConfig } from "../../../src/ops/terraform/cli-config";
import { terraformPlatform } from "../../../src/ops/terraform/mirrors";
import { temporaryDirectory } from "../../helpers/temporary";

const folder = temporaryDirectory();
const aws = { address: "registry.terraform.io/hashicorp/aws", version: "5.100.0" };

describe("the text", () => {
  test("names each mirror, and excludes from the registry what they hold: it may not be reachable", () => {
    expect(renderCliConfig([{ path: '/with "quotes"', providers: [aws] }], "/cache")).toBe(
      `plugin_cache_dir = "/cache"
provider_installation {
  filesystem_mirror {
    path    = "/with \\"quotes\\""
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws"]
  }
}
`,
    );
  });

  test("leaves everything to the registry where there is no mirror", () => {
    expect(renderCliConfig([], "/cache")).toBe(
      'plugin_cache_dir = "/cache"\nprovider_installation {\n  direct {\n  }\n}\n',
    );
  });
});

describe("the environment", () => {
  const prepare = (env: NodeJS.ProcessEnv) =>
    withCliConfig({
      env: { XDG_DATA_HOME: folder.path("none"), XDG_DATA_DIRS: folder.path("none"), ...env },
      home: folder.path("home"),
      cacheDirectory: folder.path("cache"),
      providers: [aws],
      softwareRoots: [folder.path("roots")],
    });

  test("points at a configuration of ours with the mirror that is there", async () => {
    const provider = `registry.terraform.io/hashicorp/aws/5.100.0/${terraformPlatform()}/provider`;
    await folder.write(`roots/mirror/${provider}`, "");
    const env = await prepare({ PATH: "/bin" });
    expect(env.PATH).toBe("/bin");
    expect(readFileSync(env.TF_CLI_CONFIG_FILE ?? "", "utf8")).toContain(`path    = "${folder.path("roots/mirror")}"`);
    expect(existsSync(folder.path("cache/plugins"))).toBe(true);
  });

  test("is the same for the same places and another for others", async () => {
    const first = await prepare({});
    expect((await prepare({})).TF_CLI_CONFIG_FILE).toBe(first.TF_CLI_CONFIG_FILE);
    await folder.write(`named/registry.terraform.io/hashicorp/aws/5.100.0/${terraformPlatform()}/provider`, "");
    const second = await prepare({ TF_PLUGIN_MIRROR: folder.path("named") });
    expect(second.TF_CLI_CONFIG_FILE).not.toBe(first.TF_CLI_CONFIG_FILE);
    expect(readdirSync(folder.path("cache")).filter((name) => name.startsWith("cli-"))).toHaveLength(2);
  });

  test("is left alone where the user names a configuration that can be read", async () => {
    const chosen = await folder.write("mine.tfrc", "");
    const env = await prepare({ TF_CLI_CONFIG_FILE: chosen });
    expect(env.TF_CLI_CONFIG_FILE).toBe(chosen);
    expect(env).not.toHaveProperty("TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE");
    expect(existsSync(folder.path("cache"))).toBe(false);
  });

  test("does not point at a configuration that cannot be read", async () => {
    const env = await prepare({ TF_CLI_CONFIG_FILE: folder.path("missing.tfrc") });
    expect(env.TF_CLI_CONFIG_FILE).toContain(folder.path("cache"));
  });

  test("leaves it to the user's own ~/.terraformrc", async () => {
    await folder.write("home/.terraformrc", "");
    expect(await prepare({ TF_CLI_CONFIG_FILE: folder.path("missing.tfrc") })).not.toHaveProperty("TF_CLI_CONFIG_FILE");
  });
});
