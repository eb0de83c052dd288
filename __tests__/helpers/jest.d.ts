declare namespace jest {
  // The names of the type parameters are @types/jest's.
  interface Matchers<R, T> {
    /**
     * The stack has a block at this address (`aws_lb.internal`, `data.aws_subnet.private_a`, `output.vpc_id`), with
     * exactly these values for the attributes that are named; `undefined`: the attribute is not there.
     */
    toHaveResourceAt(address: string, attributes?: Readonly<Record<string, unknown>>): R;
  }
}
