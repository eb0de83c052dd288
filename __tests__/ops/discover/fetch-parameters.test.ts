import { SSMClient } from "@aws-sdk/client-ssm";
import { unsetDescription } from "../../../src/model/secrets";
import { fetchParameters } from "../../../src/ops/discover/fetch/others";
import { fetchParameters as fetchForVerify } from "../../../src/ops/verify/fetch/parameters";

const Description = unsetDescription("prod", "X");

/** Parameters as SSM describes them: made by Terraform, set since, made by a person, made with tags by a person. */
const PARAMETERS = [
  { Name: "/kelmah/prod/SMTP_USER", Version: 1, Description },
  { Name: "/kelmah/prod/SMTP_PASS", Version: 2, Description },
  { Name: "/kelmah/prod/MONGODB_URI", Version: 1 },
  { Name: "/kelmah/prod/JWT_SECRET", Version: 1, Description: "for all services" },
];

/** What is asked of it, beside the answers. */
function ssm(): { client: SSMClient; read: string[] } {
  const read: string[] = [];
  const send = ({ constructor, input }: { constructor: { name: string }; input: Record<string, string[]> }) => {
    if (constructor.name === "DescribeParametersCommand") {
      return Promise.resolve({ Parameters: input.ParameterFilters?.length === 1 ? PARAMETERS : [] });
    }
    read.push(...(input.Names ?? []));
    return Promise.resolve({ Parameters: (input.Names ?? []).map((Name) => ({ Name, Value: "pending" })) });
  };
  // The paginators of the SDK look whose client it is.
  const client = Object.assign(new SSMClient({ region: "eu-north-1" }), { send });
  return { client, read };
}

test("discovery knows what says 'pending' by what Terraform wrote beside it, and reads no value", async () => {
  const { client, read } = ssm();
  const { names, unset } = await fetchParameters(client, "prod");
  expect(names).toEqual(PARAMETERS.map(({ Name }) => Name));
  expect(unset).toEqual(["/kelmah/prod/SMTP_USER"]);
  expect(read).toEqual([]);
});

test("verify compares it with 'pending' even where it is recorded as a person's, and reads no person's", async () => {
  const { client, read } = ssm();
  const facts = await fetchForVerify(client, "prod", []);
  expect(read).toEqual(["/kelmah/prod/SMTP_USER"]);
  expect([...facts].filter(([, { pending }]) => pending.known && pending.value).map(([name]) => name)).toEqual(read);
});
