import { isGone } from "../../../src/ops/discover/way-back";
import { environment, facts } from "./facts";

const ALB = "kelmah-legacy-123.eu-north-1.elb.amazonaws.com";

const balancing = {
  ...facts().balancing,
  loadBalancers: [{ LoadBalancerArn: "arn:alb", DNSName: ALB }],
  listeners: [{ LoadBalancerArn: "arn:alb", Port: 5001 }, { LoadBalancerArn: "arn:other", Port: 443 }],
}; // prettier-ignore

test.each([
  ["a load balancer that listens there", `http://${ALB}:5001`, false],
  ["one that listens elsewhere", `http://${ALB}:3002`, true],
  ["one that does not listen on the protocol's own port", `https://${ALB}`, true],
  ["one that is gone", "http://kelmah-gone-9.elb.eu-north-1.amazonaws.com:5001", true],
  ["another region's, of which nothing is known", "http://kelmah-9.eu-west-1.elb.amazonaws.com", false],
  ["a host of whose AWS tells nothing", "https://auth.kelmah.example", false],
  ["nothing", undefined, false],
])("%s", (_, url, gone) => {
  expect(isGone(url, environment("prod"), balancing)).toBe(gone);
});
