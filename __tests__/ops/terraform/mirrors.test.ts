import { findMirrors, mirrorCandidates, terraformPlatform } from "../../../src/ops/terraform/mirrors";
import { temporaryDirectory } from "../../helpers/temporary";

const folder = temporaryDirectory();
const aws = { address: "registry.terraform.io/hashicorp/aws", version: "5.100.0" };
const random = { address: "registry.terraform.io/hashicorp/random", version: "3.7.2" };

test.each([
  ["linux", "x64", "linux_amd64"],
  ["darwin", "arm64", "darwin_arm64"],
  ["win32", "ia32", "windows_386"],
])("Node's %s on %s is Terraform's %s", (platform, arch, expected) => {
  expect(terraformPlatform(platform, arch)).toBe(expected);
});

describe("candidates", () => {
  test("are the named mirror, Terraform's own places, then each folder below the software roots", async () => {
    await folder.write("roots/tools/x", "");
    await folder.write("roots/mirror/x", "");
    await folder.write("roots/file", "");
    const candidates = mirrorCandidates({
      env: { TF_PLUGIN_MIRROR: "/named", XDG_DATA_DIRS: "/data/one:/data/two" },
      home: "/home/me",
      softwareRoots: [folder.path("roots"), folder.path("missing")],
    });
    expect(candidates).toEqual([
      "/named",
      "/home/me/.terraform.d/plugins",
      "/home/me/.local/share/terraform/plugins",
      "/data/one/terraform/plugins",
      "/data/two/terraform/plugins",
      "/home/me/Library/Application Support/io.terraform/plugins",
      "/Library/Application Support/io.terraform/plugins",
      folder.path("roots/mirror"),
      folder.path("roots/tools"),
    ]);
  });

  test("respect XDG_DATA_HOME", () => {
    const candidates = mirrorCandidates({ env: { XDG_DATA_HOME: "/xdg" }, home: "/home/me", softwareRoots: [] });
    expect(candidates).toContain("/xdg/terraform/plugins");
    expect(candidates).not.toContain("/home/me/.local/share/terraform/plugins");
  });
});

describe("mirrors", () => {
  const find = (names: string[], required = [aws]) =>
    findMirrors(
      names.map((name) => folder.path(name)),
      required,
      "linux_amd64",
    );

  test("hold the provider unpacked", async () => {
    await folder.write("a/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64/provider", "");
    expect(find(["a"])).toEqual([{ path: folder.path("a"), providers: [aws] }]);
  });

  test("hold the provider packed", async () => {
    await folder.write("a/registry.terraform.io/hashicorp/aws/terraform-provider-aws_5.100.0_linux_amd64.zip", "");
    expect(find(["a"])).toEqual([{ path: folder.path("a"), providers: [aws] }]);
  });

  test.each([
    ["another version", "registry.terraform.io/hashicorp/aws/5.99.0/linux_amd64/provider"],
    ["another platform", "registry.terraform.io/hashicorp/aws/5.100.0/darwin_arm64/provider"],
    ["another registry", "registry.example.com/hashicorp/aws/5.100.0/linux_amd64/provider"],
  ])("are not folders that hold %s", async (_, file) => {
    await folder.write(`a/${file}`, "");
    expect(find(["a", "missing"])).toEqual([]);
  });

  test("serve each provider once, the first that holds it", async () => {
    for (const mirror of ["a", "b"]) {
      await folder.write(`${mirror}/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64/provider`, "");
    }
    await folder.write("b/registry.terraform.io/hashicorp/random/3.7.2/linux_amd64/provider", "");
    expect(find(["a", "b"], [aws, random])).toEqual([
      { path: folder.path("a"), providers: [aws] },
      { path: folder.path("b"), providers: [random] },
    ]);
  });
});
