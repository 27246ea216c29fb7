import { AppError } from '@cauce/api';
import { isUniqueViolation, type Sql, type Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { routerError } from '../errors.js';
import { RouterContext } from '../router-context.js';
import { notWithdrawn } from '../routing/route-absence.js';
import { RoutesService } from '../routing/routes.service.js';
import { checkRules, type CheckedRoute, type RuleProblem } from './check-rules.js';
import { compileRules, NO_RULES, type CompiledRules } from './compile-rules.js';
import type { RoutingRules } from './routing-rules.schema.js';
import {
  checkedVersion,
  hashOf,
  type RulesEntry,
  type RulesVersion,
} from './rules-version.schema.js';

/** Who puts rules in force, and why. */
export interface Activation {
  readonly actor: string;
  readonly reason: string;
  /** The version that is being replaced. */
  readonly follows: number;
  readonly restoredFrom: number | null;
}

const COLUMNS = `version, hash, reason, activated_by as "activatedBy",
  activated_at as "activatedAt", restored_from as "restoredFrom"`;

/** The rules that payments are routed by: one document, versioned; the last version is in force. */
@Injectable()
export class RoutingRulesService {
  private compiled: CompiledRules = NO_RULES;
  private document: RoutingRules = { rules: [] };

  constructor(
    private readonly context: RouterContext,
    private readonly routes: RoutesService,
  ) {}

  /** The rules in force, as this process knows them: as another one changed them at most a second ago. */
  get inForce(): CompiledRules {
    return this.compiled;
  }

  /** Reads the version in force, if it is news here. What is not what was activated is never used. */
  async refresh(sql: Sql = this.context.database.reads): Promise<void> {
    const [newest] = await sql.query<{ version: number }>(
      'select version from routing_rules order by version desc limit 1',
    );
    if (newest === undefined || newest.version <= this.compiled.version) return;
    const { version, document } = await this.version(newest.version, sql);
    if (version <= this.compiled.version) return;
    this.compiled = compileRules(version, document);
    this.document = document;
  }

  /** What the rules in force would be refused for: routes come and go, and the first rules come unchecked. */
  problems(routes: readonly CheckedRoute[]): readonly RuleProblem[] {
    return checkRules(this.document, routes);
  }

  /** Versions without their documents, the newest first. @param below only those before this one */
  async list(limit: number, below: number | null): Promise<readonly RulesEntry[]> {
    return this.context.database.reads.query<RulesEntry>(
      `select ${COLUMNS} from routing_rules where version < $1 order by version desc limit $2`,
      [below ?? MAX_VERSION, limit],
    );
  }

  /** @throws RULES_VERSION_NOT_FOUND */
  async version(version: number, sql: Sql = this.context.database.reads): Promise<RulesVersion> {
    const [row] = await sql.query<RulesVersion>(
      `select ${COLUMNS}, document from routing_rules where version = $1`,
      [version],
    );
    if (row === undefined) throw routerError('RULES_VERSION_NOT_FOUND');
    return checkedVersion(row);
  }

  /** The version in force, from the database. @throws RULES_VERSION_NOT_FOUND before there is any */
  async current(): Promise<RulesVersion> {
    const [newest] = await this.list(1, null);
    if (newest === undefined) throw routerError('RULES_VERSION_NOT_FOUND');
    return this.version(newest.version);
  }

  /**
   * Checks a document against the routes that there are now. That takes up to a second, and is no work for a
   * transaction.
   *
   * @param at where the document stands in the request, as a JSON Pointer
   * @returns RULES_REFUSED with a field error for each reason, or null for a document that may be used
   */
  async refusalOf(document: RoutingRules, at = ''): Promise<AppError | null> {
    const problems = checkRules(document, notWithdrawn(await this.routes.known()));
    if (problems.length === 0) return null;
    const fieldErrors = problems.slice(0, MAX_PROBLEMS).map(({ code, path, detail }) => ({
      pointer: at + path.map((part) => `/${part}`).join(''),
      code,
      detail,
    }));
    return routerError('RULES_REFUSED', { fieldErrors });
  }

  /** @throws RULES_REFUSED as {@link refusalOf} says */
  async refuseBad(document: RoutingRules, at = ''): Promise<void> {
    const refusal = await this.refusalOf(document, at);
    if (refusal !== null) throw refusal;
  }

  /**
   * Puts a document in force as the next version, whole or not at all. The same document over the same version once
   * more is taken for a repeated request while it is in force.
   *
   * @throws RULES_REFUSED, RULES_CHANGED when another version has come in between
   */
  async activate(document: RoutingRules, activation: Activation): Promise<RulesVersion> {
    await this.refuseBad(document);
    const { database } = this.context;
    const version = activation.follows + 1;
    try {
      await database.transaction(async (tx) => {
        if ((await this.newest(tx)) !== activation.follows) throw routerError('RULES_CHANGED');
        await this.write(tx, document, activation);
      });
    } catch (error) {
      if (!isRulesChanged(error)) throw error;
      const [there] = await this.list(1, null);
      const isOurs = there?.version === version && there.activatedBy === activation.actor;
      if (!isOurs || there.hash !== hashOf(document)) throw error;
    }
    await this.refresh();
    return this.version(version);
  }

  /** Writes the first version, where there is none. */
  async begin(document: RoutingRules): Promise<void> {
    const first = { actor: 'cauce', reason: 'first start', follows: 0, restoredFrom: null };
    try {
      await this.context.database.transaction(async (tx) => {
        if ((await this.newest(tx)) === 0) await this.write(tx, document, first);
      });
    } catch (error) {
      // Another process of the router has begun at the same time.
      if (!isRulesChanged(error)) throw error;
    }
    await this.refresh();
  }

  /** Number of the version in force; 0 before there is any. */
  async newest(sql: Sql): Promise<number> {
    const [row] = await sql.query<{ version: number | null }>(
      'select max(version) as version from routing_rules',
    );
    return row?.version ?? 0;
  }

  /** Writes the version after the one that it follows. @throws RULES_CHANGED when somebody else has */
  async write(tx: Transaction, document: RoutingRules, activation: Activation): Promise<void> {
    const { actor, reason, follows, restoredFrom } = activation;
    const version = follows + 1;
    const { clock, logger } = this.context;
    try {
      await tx.execute(
        `insert into routing_rules
           (version, document, hash, reason, activated_by, activated_at, restored_from)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          version,
          JSON.stringify(document),
          hashOf(document),
          reason,
          actor,
          clock.now(),
          restoredFrom,
        ],
      );
    } catch (error) {
      if (!isUniqueViolation(error, 'routing_rules_pkey')) throw error;
      throw routerError('RULES_CHANGED', { cause: error });
    }
    tx.afterCommit(() =>
      logger.info({ rulesVersion: version, keyId: actor }, 'routing rules activated'),
    );
  }
}

function isRulesChanged(error: unknown): boolean {
  return error instanceof AppError && error.code === 'RULES_CHANGED';
}

/** No document has so many reasons that more would help. */
const MAX_PROBLEMS = 50;

/** Above every version: `int` of PostgreSQL. */
const MAX_VERSION = 2 ** 31 - 1;
