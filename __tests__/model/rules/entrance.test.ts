import type { Entrance } from "../../../src/model/options";
import { CERTIFICATE, entranceExample } from "../../helpers/entrance";
import { type Example, example, problemLines, testBreakages } from "../../helpers/example";

/** Changes the entrance. */
const entrance = (changes: object) => (e: Example) => {
  e.gateway.entrance = { ...e.gateway.entrance, ...changes } as never;
};
const certificate = (of: object) => entrance({ certificate: of });
const requested = { kind: "requested", domainName: "api.kelmah.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };
const field = (name: string) => `gateway.entrance.${name}`;

describe("the entrance", () => {
  testBreakages(
    [
      [
        "deletion that is not protected where the environment is",
        (e) => {
          e.protected = true;
          entrance({ deletionProtection: false })(e);
        },
        `${field("deletionProtection")}: false: a protected environment keeps its entrance from being deleted: leave it out`,
      ],
      [
        "a gateway with a public IP behind it",
        (e) => (e.gateway.publicIp = true),
        "gateway.publicIp: true: behind gateway.entrance the gateway is private, or callers go around it: set false",
      ],
      [
        "nobody who may call it",
        (e) => (e.gateway.ingressCidrs = []),
        "gateway.ingressCidrs: []: nobody could call gateway.entrance: name the blocks that may, such as '0.0.0.0/0' for everybody",
      ],
      [
        "a health check over TCP",
        (e) => (e.gateway.healthCheck = { protocol: "TCP" }),
        "gateway.healthCheck.protocol: 'TCP': the application load balancer of gateway.entrance checks over HTTP only: give 'HTTP' and a path",
      ],
      [
        "the target group of another load balancer by its own name",
        (e) => (e.gateway.targetGroup = "kelmah-gateway-test"),
        "gateway.targetGroup: 'kelmah-gateway-test' is also what gateway.entrance calls its own: give names.gateway.targetGroup another",
      ],
      [
        "the internal load balancer by its own name",
        (e) => (e.names = { loadBalancer: "kelmah-entrance-test" }),
        "gateway.entrance: 'kelmah-entrance-test' is also the internal load balancer's name: give names.loadBalancer another",
      ],
      [
        "an older security policy",
        entrance({ sslPolicy: "ELBSecurityPolicy-2016-08" }),
        `${field("sslPolicy")}: 'ELBSecurityPolicy-2016-08' lets in TLS older than 1.2, or is none of AWS's: name one of TLS 1.2 or newer, such as 'ELBSecurityPolicy-TLS13-1-2-2021-06'`,
      ],
      ...[119, 4001, 120.5].map((seconds) => [
        `an idle timeout of ${seconds} seconds`,
        entrance({ idleTimeoutSeconds: seconds }),
        `${field("idleTimeoutSeconds")}: ${seconds} seconds: 120 to 4000, for web sockets are cut off below and AWS takes no more`,
      ] as const), // prettier-ignore
      ...[0, 3654, 1.5].map((days) => [
        `access logs for ${days} days`,
        entrance({ accessLogsRetentionDays: days }),
        `${field("accessLogsRetentionDays")}: ${days} days: a whole number from 1 to 3653, or leave it out for no access logs`,
      ] as const), // prettier-ignore
    ],
    () => entranceExample(),
  );

  test("can be had with every option, or with the certificate alone", () => {
    const all: Partial<Entrance> = {
      certificate: { ...requested, kind: "requested", pointDomain: false },
      sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06",
      idleTimeoutSeconds: 4000,
      accessLogsRetentionDays: 3653,
      deletionProtection: false,
      waf: { kind: "managed", ruleGroups: ["AWSManagedRulesCommonRuleSet"] },
    };
    expect(problemLines(entranceExample(all))).toEqual([]);
    expect(problemLines(entranceExample())).toEqual([]);
  });

  test("says nothing where there is none", () => {
    const environment = example();
    environment.gateway.ingressCidrs = [];
    expect(problemLines(environment)).toEqual([]);
  });
});

describe("the certificate", () => {
  const arn = (of: string) => CERTIFICATE.replace("eu-north-1:111122223333", of);
  const looks = "it looks like arn:aws:acm:eu-north-1:111122223333:certificate/...";
  testBreakages(
    [
      [
        "no ARN",
        certificate({ kind: "existing", arn: "api.kelmah.com" }),
        `${field("certificate.arn")}: 'api.kelmah.com' is no ARN of that kind: ${looks}`,
      ],
      [
        "none at all",
        certificate({ kind: "existing" }),
        `${field("certificate.arn")}: (missing): text such as 'arn:aws:acm:eu-north-1:111122223333:certificate/...' is needed`,
      ],
      [
        "of another region",
        certificate({ kind: "existing", arn: arn("us-east-1:111122223333") }),
        `${field("certificate.arn")}: '${arn("us-east-1:111122223333")}' is in region 'us-east-1': a load balancer takes it from its own, 'eu-north-1'`,
      ],
      [
        "of another account",
        certificate({ kind: "existing", arn: arn("eu-north-1:992350137489") }),
        `${field("certificate.arn")}: '${arn("eu-north-1:992350137489")}' is of account '992350137489': a load balancer takes it from its own, '111122223333'`,
      ],
      [
        "no domain name",
        certificate({ ...requested, domainName: "https://api.kelmah.com" }),
        `${field("certificate.domainName")}: 'https://api.kelmah.com' is no domain name such as api.kelmah.com, in lower case`,
      ],
      [
        "a zone by its name",
        certificate({ ...requested, hostedZoneId: "kelmah.com" }),
        `${field("certificate.hostedZoneId")}: 'kelmah.com' is no id of a hosted zone in Route 53: it looks like Z0123456789ABCDEFGHIJ`,
      ],
      [
        "a domain that is pointed half-way",
        certificate({ ...requested, pointDomain: "yes" }),
        `${field("certificate.pointDomain")}: text is given: true or false is needed`,
      ],
    ],
    () => entranceExample(),
  );
});

describe("the web ACL", () => {
  const acl = "arn:aws:wafv2:eu-north-1:111122223333:regional/webacl/kelmah/01234567-89ab-cdef-0123-456789abcdef";
  const existing = (webAclArn: string) => entrance({ waf: { kind: "existing", webAclArn } });
  const managed = (...ruleGroups: string[]) => entrance({ waf: { kind: "managed", ruleGroups } });
  testBreakages(
    [
      [
        "of CloudFront",
        existing(acl.replace("regional", "global")),
        `${field("waf.webAclArn")}: '${acl.replace("regional", "global")}' is no ARN of that kind: it looks like arn:aws:wafv2:eu-north-1:111122223333:regional/webacl/...`,
      ],
      [
        "of another region",
        existing(acl.replace("eu-north-1", "eu-west-1")),
        `${field("waf.webAclArn")}: '${acl.replace("eu-north-1", "eu-west-1")}' is in region 'eu-west-1': a load balancer takes it from its own, 'eu-north-1'`,
      ],
      [
        "no rule group",
        managed(),
        `${field("waf.ruleGroups")}: [] has no rule group: name one at least, or leave 'waf' out`,
      ],
      [
        "no rule groups at all",
        entrance({ waf: { kind: "managed" } }),
        `${field("waf.ruleGroups")}: (missing): a list is needed`,
      ],
      [
        "a rule group that needs settings",
        managed("AWSManagedRulesATPRuleSet"),
        expect.stringContaining(
          `${field("waf.ruleGroups[0]")}: 'AWSManagedRulesATPRuleSet' is no rule group of AWS that works without settings: `,
        ),
      ],
      [
        "a rule group twice",
        managed("AWSManagedRulesSQLiRuleSet", "AWSManagedRulesSQLiRuleSet"),
        `${field("waf.ruleGroups[1]")}: 'AWSManagedRulesSQLiRuleSet' is given twice: a web ACL has it once`,
      ],
    ],
    () => entranceExample(),
  );

  test("may be one that exists", () => {
    expect(problemLines(entranceExample({ waf: { kind: "existing", webAclArn: acl } }))).toEqual([]);
  });
});
