import type { Socket } from 'node:net';

/** A caller without a time-out of its own is let go after this. */
const HOLD_MS = 60_000;

/** Connections that are never answered, until the caller gives up. */
export class HeldSockets {
  private readonly held = new Map<Socket, NodeJS.Timeout>();

  /** Keeps a connection silent and closes it after a minute. */
  hold(socket: Socket): void {
    const timer = setTimeout(() => socket.destroy(), HOLD_MS).unref();
    this.held.set(socket, timer);
    socket.once('close', () => {
      clearTimeout(timer);
      this.held.delete(socket);
    });
  }

  releaseAll(): void {
    for (const socket of this.held.keys()) socket.destroy();
  }
}
