import { Idempotency } from '@cauce/api';
import { Injectable } from '@nestjs/common';
import { OPERATORS } from '../access/operators.js';
import { routerError } from '../errors.js';
import { RouterContext } from '../router-context.js';
import { RoutingRulesService, type Activation } from './routing-rules.service.js';
import type { RulesVersion } from './rules-version.schema.js';

/** Puts old versions of the rules in force again. */
@Injectable()
export class RestoreRulesService {
  private readonly idempotency: Idempotency;

  constructor(
    private readonly context: RouterContext,
    private readonly rules: RoutingRulesService,
  ) {
    this.idempotency = new Idempotency(context.clock);
  }

  /**
   * Puts an old document in force as the next version. It passes the checks of a new one: the routes that it names
   * may be gone.
   *
   * @throws RULES_VERSION_NOT_FOUND, RULES_REFUSED, RULES_CHANGED, IDEMPOTENCY_KEY_REUSED,
   *   IDEMPOTENCY_KEY_IN_FLIGHT
   */
  async restore(
    version: number,
    { actor, reason, follows }: Omit<Activation, 'restoredFrom'>,
    key: string,
  ): Promise<{ readonly isReplay: boolean; readonly active: RulesVersion }> {
    const { document } = await this.rules.version(version);
    const refusal = await this.rules.refusalOf(document);
    const operation = `routing.rules.restore:${version}`;
    const use = { merchantId: OPERATORS, operation, key };
    const begun = await this.context.database.transaction(async (tx) => {
      const resourceId = String(follows + 1);
      const first = await this.idempotency.begin(tx, { ...use, body: { reason }, resourceId });
      if (first.kind === 'replay') return first;
      if (refusal !== null) throw refusal;
      if ((await this.rules.newest(tx)) !== follows) throw routerError('RULES_CHANGED');
      await this.rules.write(tx, document, { actor, reason, follows, restoredFrom: version });
      await this.idempotency.finish(tx, use, 201);
      return { kind: first.kind, resourceId };
    });
    await this.rules.refresh();
    const active = await this.rules.version(Number(begun.resourceId));
    return { isReplay: begun.kind === 'replay', active };
  }
}
