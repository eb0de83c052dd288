import { type Example, example, problemLines, testBreakages } from "../../helpers/example";

const ports = (e: Example, more: object) => Object.assign(e.services.auth, more);

test("a port may change while the one before is open, and when it is closed", () => {
  const environment = example();
  ports(environment, { port: 5011, firstPort: 5001, previousPort: 5001 });
  expect(problemLines(environment)).toEqual([]);
  delete environment.services.auth.previousPort;
  expect(problemLines(environment)).toEqual([]);
});

testBreakages([
  [
    "another service on the port before",
    (e) => ports(e, { port: 5011, previousPort: 3002 }),
    "services.user.port: 3002 is also the port of 'auth': each listener of the load balancer has a port of its own",
  ],
  [
    "the same port before",
    (e) => ports(e, { previousPort: 5001 }),
    "services.auth.previousPort: 5001 is its port now: name the one before",
  ],
  [
    "no port before",
    (e) => ports(e, { previousPort: 0 }),
    "services.auth.previousPort: 0 is no port: a whole number from 1 to 65535",
  ],
  [
    "no first port",
    (e) => ports(e, { firstPort: 1.5 }),
    "services.auth.firstPort: 1.5 is no port: a whole number from 1 to 65535",
  ],
  [
    "a service whose address would be a port's",
    (e) => {
      e.services["auth-5011"] = { ...e.services.user, port: 6000 };
      ports(e, { port: 5011, firstPort: 5001 });
    },
    "services.auth-5011.name: Terraform would call it what it calls port 5011 of 'auth': call it something else",
  ],
  [
    "more open ports than an NLB has listeners",
    (e) => {
      for (let index = 0; index < 48; index++) e.services[`extra${index}`] = { ...e.services.auth, port: 6000 + index };
      ports(e, { previousPort: 5011 });
    },
    "services: 51 services: a Network Load Balancer carries 50 listeners, one for each",
  ],
]);
