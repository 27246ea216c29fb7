import type { HttpServer } from './http-types.js';

/** Which methods the server has at which path, to tell 405 from 404. */
export class RouteTable {
  private readonly methodsByTemplate = new Map<string, Set<string>>();

  /** Follows the routes as they are added; call before any is. */
  static of(server: HttpServer): RouteTable {
    const table = new RouteTable();
    server.addHook('onRoute', (route) => {
      for (const method of [route.method].flat()) table.add(method, route.url);
    });
    return table;
  }

  add(method: string, template: string): void {
    const methods = this.methodsByTemplate.get(template) ?? new Set();
    this.methodsByTemplate.set(template, methods.add(method));
  }

  /** @returns the methods of the routes that this path fits, sorted; empty when there is no such path */
  methodsAt(path: string): string[] {
    const methods = new Set<string>();
    for (const [template, has] of this.methodsByTemplate) {
      if (fits(path, template)) has.forEach((method) => methods.add(method));
    }
    return [...methods].sort();
  }
}

function fits(path: string, template: string): boolean {
  const given = path.split('/');
  const wanted = template.split('/');
  if (given.length !== wanted.length) return false;
  return wanted.every((part, index) => {
    return part.startsWith(':') ? given[index] !== '' : part === given[index];
  });
}
