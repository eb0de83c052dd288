import { environments } from "../../src/environments";
import { stateOf } from "../../src/environments/defaults";
import type { Environment } from "../../src/model/environment";
import { validate } from "../../src/model/validate";
import { example, type Example } from "../helpers/example";
import "../helpers/matchers";
import { blockAt, synthesizeStacks } from "../helpers/synth";

const OTHER = "111122223333";

/** An environment called `demo`, in an account and a region of its own or of others. */
function demo(change: (environment: Example) => void = () => undefined): Environment {
  const environment = { ...example(), name: "demo" };
  environment.network.vpc.cidr = "10.99.0.0/16";
  environment.state = stateOf(environment.inventory);
  change(environment);
  return environment;
}

function inRegion(environment: Example, account: string, region: string): void {
  environment.inventory = { account, region };
  environment.network.availabilityZones = [`${region}a`, `${region}b`];
  environment.state = stateOf(environment.inventory);
}

const providerOf = (region: string, account: string) => ({ aws: [{ region, allowed_account_ids: [account] }] });

describe("an environment in an account of its own", () => {
  const before = synthesizeStacks();
  const all = [
    demo((e) => {
      inRegion(e, OTHER, "eu-west-1");
    }),
    ...environments(),
  ];
  const stacks = synthesizeStacks(all);

  test("has a state stack of its own, which makes what its backends name", () => {
    const bucket = `kelmah-terraform-state-${OTHER}`;
    const own = stacks[`kelmah-state-${OTHER}`];
    expect(own?.provider).toMatchObject(providerOf("eu-west-1", OTHER));
    expect(own).toHaveResourceAt("aws_s3_bucket.state", { bucket });
    expect(own).toHaveResourceAt("aws_dynamodb_table.locks", { name: "kelmah-terraform-locks" });
    const backend = { bucket, region: "eu-west-1", dynamodb_table: "kelmah-terraform-locks" };
    for (const name of [`kelmah-state-${OTHER}`, "kelmah-demo-network", "kelmah-demo-services"]) {
      const key = `${name}/terraform.tfstate`;
      expect(stacks[name]?.terraform).toMatchObject({ backend: { s3: { ...backend, key } } });
    }
  });

  test("leaves every stack of the others as it was, kelmah-state first of all", () => {
    expect(stacks).toMatchObject(before);
    expect(
      Object.keys(stacks)
        .filter((name) => !(name in before))
        .sort(),
    ).toEqual(["kelmah-demo-network", "kelmah-demo-services", `kelmah-state-${OTHER}`]);
  });

  test("is one with which all are valid", () => {
    expect(() => {
      validate(all);
    }).not.toThrow();
  });
});

test("every bucket that a backend names is made by one stack, in the account of the backend's stack", () => {
  const stacks = Object.values(synthesizeStacks([demo(), ...environments()])) as {
    provider: { aws: { allowed_account_ids: string[] }[] };
    terraform: { backend: { s3: { bucket: string } } };
    resource: { aws_s3_bucket?: { state?: { bucket: string } } };
  }[];
  const placeOf = ({ provider }: (typeof stacks)[number], bucket: string) =>
    `${bucket} in ${provider.aws[0]?.allowed_account_ids[0] ?? ""}`;
  const made = stacks.flatMap((stack) => {
    const bucket = stack.resource.aws_s3_bucket?.state?.bucket;
    return bucket === undefined ? [] : [placeOf(stack, bucket)];
  });
  expect(made).toHaveLength(2);
  for (const stack of stacks) {
    const named = placeOf(stack, stack.terraform.backend.s3.bucket);
    expect(made.filter((place) => place === named)).toEqual([named]);
  }
});

describe("an environment in another region of an account", () => {
  const [{ inventory: { account } } = example()] = environments();
  const elsewhere = (region?: string) =>
    demo((e) => {
      inRegion(e, account, "eu-west-1");
      e.state = stateOf(e.inventory, region);
    });

  test("keeps its states where those of the account are", () => {
    const all = [elsewhere("eu-north-1"), ...environments()];
    expect(() => {
      validate(all);
    }).not.toThrow();
    const stacks = synthesizeStacks(all);
    expect(Object.keys(stacks).filter((name) => name.startsWith("kelmah-state"))).toEqual(["kelmah-state"]);
    expect(stacks["kelmah-demo-network"]?.provider).toMatchObject(providerOf("eu-west-1", account));
    const { "kelmah-demo-network": network, "kelmah-demo-services": services } = stacks;
    const place = { region: "eu-north-1" };
    expect(network?.terraform).toMatchObject({ backend: { s3: place } });
    expect(blockAt(services ?? {}, "data.terraform_remote_state.network")).toMatchObject({ config: place });
  });

  test("is refused where it says nothing: no stack would make its bucket", () => {
    expect(() => {
      validate([...environments(), elsewhere()]);
    }).toThrow(
      "Environment 'demo' has 1 problem:\n  state.region: 'eu-west-1', and 'eu-north-1' in 'dev': environments of one " +
        "account share the bucket and lock table of its states, so write 'eu-north-1'\n",
    );
  });
});

test.each([
  ["bucket", "kelmah-terraform-state-992350137489"],
  ["stack", "kelmah-state"],
])("a %s of another account is refused", (field, value) => {
  const taken = demo((e) => Object.assign(e.state, { [field]: value }));
  expect(() => {
    validate([...environments(), taken]);
  }).toThrow(
    `Environment 'demo' has 1 problem:\n  state.${field}: '${value}' is that of 'dev' too, in another account: the states ` +
      `of account ${OTHER} need their own, as stateOf(inventory) gives them\n`,
  );
});

test.each([
  ["bucket", "kelmah-states"],
  ["lockTable", "locks"],
  ["stack", "kelmah-state-two"],
])("a second %s in one account is refused", (field, value) => {
  const [one] = environments();
  const network = { ...one?.network, vpc: { kind: "create", cidr: "10.99.0.0/16" } };
  const own = { ...one, name: "demo", network, state: { ...one?.state, [field]: value } } as Environment;
  expect(() => {
    validate([...environments(), own]);
  }).toThrow(`Environment 'demo' has 1 problem:\n  state.${field}: '${value}', and '`);
});

test("a state stack is called so that nobody takes it for another", () => {
  const odd = demo((e) => Object.assign(e.state, { stack: "kelmah-dev-network" }));
  expect(() => {
    validate([odd]);
  }).toThrow(
    "  state.stack: 'kelmah-dev-network' is no name for a state stack: 'kelmah-state', or that with more behind it, such as " +
      "'kelmah-state-111122223333'\n",
  );
});
