import type { Emulator } from "../../src/ops/emulator";
import { type Example, example, type Mutable } from "./example";
import type { Entrance } from "../../src/model/options";

/** A certificate of the example's account and region. */
export const CERTIFICATE = "arn:aws:acm:eu-north-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef";

/** An example behind a public entrance, with a certificate that exists. */
export function entranceExample(changes: Partial<Entrance> = {}, from: Example = example()): Example {
  from.gateway.publicIp = false;
  from.gateway.entrance = {
    certificate: { kind: "existing", arn: CERTIFICATE },
    ...changes,
  } as Mutable<Entrance>;
  return from;
}

/** The same with a canary that gets a share of the calls. */
export function canaryExample(weight = 10, from: Example = entranceExample()): Example {
  from.gateway.canary = { image: { repository: "api-gateway", tag: "2.0.0" }, weight };
  return from;
}

/** A public zone in Route 53, and its id. */
export async function makeHostedZone({ endpoint, region }: Emulator, name: string): Promise<string> {
  const response = await fetch(`${endpoint}/2013-04-01/hostedzone`, {
    method: "POST",
    body:
      `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>${name}</Name>` +
      `<CallerReference>1</CallerReference></CreateHostedZoneRequest>`,
    headers: {
      "Content-Type": "text/xml",
      // The emulator looks at the service that a request is signed for, not at the signature.
      Authorization: `AWS4-HMAC-SHA256 Credential=test/20250101/${region}/route53/aws4_request, SignedHeaders=host, Signature=0`,
    },
  });
  const id = /<Id>\/hostedzone\/(\w+)</.exec(await response.text())?.[1];
  if (id === undefined) throw new Error("There is no zone");
  return id;
}
