import { canaryExample } from "../../helpers/entrance";
import { type Example, testBreakages } from "../../helpers/example";

const canary = (changes: object) => (e: Example) => {
  e.gateway.canary = { ...e.gateway.canary, ...changes } as never;
};
const image = (changes: object) => canary({ image: { repository: "api-gateway", tag: "2.0.0", ...changes } });

describe("the canary", () => {
  testBreakages(
    [
      [
        "without an entrance",
        (e) => delete e.gateway.entrance,
        "gateway.canary: needs gateway.entrance: a load balancer of this project shares the calls out",
      ],
      ...[-1, 101, 12.5, NaN].map((weight) => [
        `a weight of ${weight}`,
        canary({ weight }),
        `gateway.canary.weight: ${weight} is no share of the calls: a whole number from 0 to 100`,
      ] as const), // prettier-ignore
      ...[0, 604_801, 1.5].map((stickinessSeconds) => [
        `callers who stay for ${stickinessSeconds} seconds`,
        canary({ stickinessSeconds }),
        `gateway.canary.stickinessSeconds: ${stickinessSeconds} seconds: a whole number from 1 to 604800, a week, or leave it out`,
      ] as const), // prettier-ignore
      [
        "an image of another repository",
        image({ repository: "kelmah-gateway" }),
        "gateway.canary.image.repository: 'kelmah-gateway' is not the gateway's, 'api-gateway': the canary has the gateway's role, which pulls from that alone",
      ],
      [
        "a tag that is none",
        image({ tag: "-" }),
        "gateway.canary.image.tag: '-' is no image tag: up to 128 letters, digits and any of _.-, not one of .- first",
      ],
      [
        "a tag that moves, where that needs a reason",
        (e) => {
          e.protected = true;
          image({ tag: "latest" })(e);
        },
        "gateway.canary.image.tag: 'latest' may be another image tomorrow: name a tag, or say in image.reason why 'test' runs it",
      ],
      [
        "beside a service of that name",
        (e) => (e.services.canary = { ...e.services.auth, port: 6000 }),
        "services.canary.name: Terraform would call it what it calls the gateway's canary: call the service something else",
      ],
      [
        "a service of that name where there is none",
        (e) => {
          delete e.gateway.canary;
          e.services.canary = { ...e.services.auth, port: 6000 };
        },
        "services.canary.name: Terraform would call it what it calls the gateway's canary: call the service something else",
      ],
      [
        "beside a target group of that name",
        (e) => (e.names = { services: { auth: { targetGroup: "kelmah-gateway-canary-test" } } }),
        "names.services.auth.targetGroup: 'kelmah-gateway-canary-test' is also the target group of the gateway's canary",
      ],
      [
        "a gateway whose name leaves no room",
        (e) => (e.names = { gateway: { service: "g".repeat(249) } }),
        `names.gateway.service: '${"g".repeat(249)}-canary' has 256 characters: the name of an ECS service has 1 to 255: the canary's is the gateway's and '-canary'`,
      ],
    ],
    () => canaryExample(),
  );
});
