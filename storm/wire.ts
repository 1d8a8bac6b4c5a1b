import { connect, createServer, type Server, type Socket } from 'node:net';

/** A cable between two parts on one machine: it can be cut, and it can fall silent. */
export interface Wire {
  readonly port: number;
  /** Both ends lose the connections that are open now. */
  cut(): void;
  /** Nothing goes through until `flow`; nobody is told. */
  stall(): void;
  flow(): void;
  stop(): Promise<void>;
}

/** Lays a wire to a loopback port. */
export async function layWire(toPort: number): Promise<Wire> {
  const ends = new Set<Socket>();
  const state = { stalled: false };
  const hold = (socket: Socket) => {
    ends.add(socket);
    socket.once('close', () => ends.delete(socket));
    if (state.stalled) socket.pause();
  };
  const server = createServer((near) => {
    const far = connect(toPort, '127.0.0.1');
    join(near, far);
    join(far, near);
    for (const end of [near, far]) hold(end);
  });
  const each = (act: (end: Socket) => unknown) => {
    for (const end of ends) act(end);
  };
  return {
    port: await listen(server),
    cut: () => each((end) => end.destroy()),
    stall() {
      state.stalled = true;
      each((end) => end.pause());
    },
    flow() {
      state.stalled = false;
      each((end) => end.resume());
    },
    async stop() {
      each((end) => end.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What comes out of one goes into the other; one that ends takes the other with it. */
function join(one: Socket, other: Socket): void {
  one.on('data', (bytes) => other.write(bytes));
  one.on('error', () => other.destroy());
  one.on('close', () => other.destroy());
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
