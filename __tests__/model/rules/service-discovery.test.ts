import { testBreakages } from "../../helpers/example";

testBreakages([
  [
    "a namespace is refused as long as nothing makes it",
    (e) => (e.serviceDiscovery = { namespace: "kelmah.internal" }),
    "serviceDiscovery: is not built yet: leave it out; the gateway finds services through the load balancer",
  ],
]);
