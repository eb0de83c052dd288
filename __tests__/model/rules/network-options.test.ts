import { testBreakages } from "../../helpers/example";

describe("interface endpoints", () => {
  testBreakages([
    [
      "the same one twice",
      (e) => (e.network.interfaceEndpoints = ["ecr", "logs", "ecr"]),
      "network.interfaceEndpoints[2]: 'ecr' is given twice: AWS lets one endpoint of a service have its private DNS name",
    ],
  ]);
});

describe("what nothing is built for", () => {
  testBreakages([
    [
      "a narrower ingress",
      (e) => (e.network.servicesIngress = "load-balancer-subnets"),
      "network.servicesIngress: 'load-balancer-subnets' is not built yet, and the services would let in the whole VPC: write 'vpc'",
    ],
    [
      "a narrower egress",
      (e) => (e.network.egressPorts = [443]),
      "network.egressPorts: [443] is not built yet, and tasks could call out on every port: leave it out",
    ],
  ]);
});
