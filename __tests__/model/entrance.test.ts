import {
  blockPart,
  callersPorts,
  entranceSettings,
  gatewayTargetGroups,
  isEntranceRule,
  isModernSslPolicy,
} from "../../src/model/entrance";
import { entranceExample } from "../helpers/entrance";
import { example } from "../helpers/example";

// Elastic Load Balancing, "Security policies for your Application Load Balancer".
test.each([
  "TLS13-1-2-2021-06", "TLS13-1-3-2021-06", "TLS13-1-2-Res-2021-06", "TLS13-1-2-Ext1-2021-06", "TLS13-1-2-Ext2-2021-06",
  "TLS13-1-3-FIPS-2023-04", "TLS13-1-2-Res-FIPS-2023-04", "TLS13-1-2-Res-PQ-2025-09", "TLS-1-2-2017-01",
  "TLS-1-2-Ext-2018-06", "FS-1-2-2019-08", "FS-1-2-Res-2020-10",
])("%s lets in TLS 1.2 or newer", (policy) => {
  expect(isModernSslPolicy(`ELBSecurityPolicy-${policy}`)).toBe(true);
}); // prettier-ignore

test.each([
  "ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-2015-05", "ELBSecurityPolicy-TLS-1-1-2017-01", "ELBSecurityPolicy-TLS-1-0-2015-04",
  "ELBSecurityPolicy-TLS13-1-0-2021-06", "ELBSecurityPolicy-TLS13-1-1-2021-06", "ELBSecurityPolicy-TLS13-1-0-FIPS-2023-04",
  "ELBSecurityPolicy-FS-2018-06", "ELBSecurityPolicy-FS-1-1-2019-08", "TLS13-1-2-2021-06", "",
])("%s is refused", (policy) => {
  expect(isModernSslPolicy(policy)).toBe(false);
}); // prettier-ignore

test("is protected where the environment is, unless it says otherwise, and keeps web sockets open", () => {
  const defaults = { sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06", idleTimeoutSeconds: 120 };
  const { entrance } = entranceExample().gateway;
  if (entrance === undefined) throw new Error("There is no entrance");
  expect(entranceSettings(entrance, { protected: true })).toEqual({ ...defaults, deletionProtection: true });
  expect(entranceSettings(entrance, { protected: false })).toEqual({ ...defaults, deletionProtection: false });
  const own = { sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06", idleTimeoutSeconds: 600, deletionProtection: false };
  expect(entranceSettings({ ...entrance, ...own }, { protected: true })).toEqual(own);
});

test("callers are let in to the entrance where there is one, else to the gateway", () => {
  expect(callersPorts(example().gateway)).toEqual([3000]);
  expect(callersPorts(entranceExample().gateway)).toEqual([443, 80]);
});

test.each([
  ["entrance_https_10_0_0_0_8", true],
  ["entrance_http_0_0_0_0_0", true],
  ["entrance_https_0", false],
  ["entrance_gateway", false],
  ["gateway_callers_10_0_0_0_8", false],
])("the rule %s lets callers in to the entrance: %s", (name, expected) => {
  expect(isEntranceRule(name)).toBe(expected);
});

test("a block is written in an address as it is", () => {
  expect(["10.0.0.0/8", "0.0.0.0/0"].map(blockPart)).toEqual(["10_0_0_0_8", "0_0_0_0_0"]);
});

test("the gateway stays in the target group of another load balancer beside the entrance's", () => {
  const both = entranceExample();
  both.gateway.targetGroup = "api-gateway-tg";
  expect(gatewayTargetGroups(both)).toEqual(["kelmah-gateway-test", "api-gateway-tg"]);
  expect(gatewayTargetGroups(entranceExample())).toEqual(["kelmah-gateway-test"]);
  expect(gatewayTargetGroups(example())).toEqual([]);
});
