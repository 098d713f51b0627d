import {
  type AliasNode,
  type CompiledQuery,
  createQueryId,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  expressionBuilder,
  Kysely,
  type OperationNode,
  type QueryCompiler,
  type QueryId,
  type RawBuilder,
  type RootOperationNode,
  sql,
  type TableNode,
} from 'kysely'
import {
  type Belonging,
  type BoundTables,
  type PatientExpression,
  ScopeRefusal,
  ScopeTransformer,
  type VisibleCondition,
} from './scope.ts'
import { dialectOf, type QueryDialect } from './dialect.ts'
import type { CabinetTables, GroupsPlace, ReadDb } from './tables.ts'

/** A row of a patient the actor may not see was to be written. Dispatch answers `not-found`. */
export class OutOfSight extends Error {
  constructor() {
    super('a patient out of the actor’s sight')
    this.name = 'OutOfSight'
  }
}

/** Whose sight a handle has; `null` sees every patient. */
export type Viewer = {
  /** The access groups whose patients are in sight. */
  readonly groupIds: readonly string[]
  /** Patients in sight besides, asked for at each query: an emergency access ends to the second. */
  readonly opened?: () => readonly string[]
} | null

/**
 * A query builder limited to the patients a viewer may see.
 *
 * The limit is below the builder, where queries are compiled: unlike a plugin it cannot be taken off
 * (`withoutPlugins`), and a query compiled elsewhere is refused. Transactions, DDL and settings are refused too.
 *
 * @param wrote Told the table of each statement that changes rows.
 */
export function scopedHandle<Tables = CabinetTables>(
  base: Kysely<Tables>,
  bound: BoundTables,
  viewer: Viewer,
  wrote: (table: string) => void = () => undefined,
): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new ScopedDialect(base as Kysely<unknown>, bound, viewer, wrote) })
}

/** « The patient is in sight »: in one of these access groups, or opened at this moment. */
function visibleTo(viewer: NonNullable<Viewer>, dialect: QueryDialect): NonNullable<VisibleCondition> {
  const made = new Map<string, OperationNode>()
  return (patient) => {
    const opened = viewer.opened?.() ?? []
    if (opened.length > 0) return conditionNode(viewer.groupIds, opened, patient, dialect)
    const key = `${patient.groups.table} ${patient.table}.${patient.column}.${patient.nullable}`
    const node = made.get(key) ?? conditionNode(viewer.groupIds, [], patient, dialect)
    made.set(key, node)
    return node
  }
}

function conditionNode(
  groupIds: readonly string[],
  opened: readonly string[],
  patient: PatientExpression,
  dialect: QueryDialect,
): OperationNode {
  const eb = expressionBuilder<Record<string, Record<string, string>>, never>()
  const id = sql<string>`${sql.ref(`${patient.table}.${patient.column}`)}`
  const ways = [
    ...(patient.nullable ? [sql<boolean>`${id} is null`] : []),
    ...(groupIds.length === 0 ? [] : [eb.exists(inGroups(id, groupIds, patient.groups, dialect))]),
    ...(opened.length === 0 ? [] : [sql<boolean>`${id} in (${sql.join(opened)})`]),
  ]
  // Who is in no group sees nobody.
  if (ways.length === 0) return sql<boolean>`1 = 0`.toOperationNode()
  const [only] = ways
  if (ways.length === 1 && only !== undefined) return only.toOperationNode()
  return eb.parens(eb.or(ways)).toOperationNode()
}

/** « Somebody is in one of these groups »: one look-up for each group. */
function inGroups(id: RawBuilder<string>, groupIds: readonly string[], groups: GroupsPlace, dialect: QueryDialect) {
  const eb = expressionBuilder<Record<string, Record<string, string>>, never>()
  const indexed = dialect === 'sqlite' && groups.index !== undefined ? sql` indexed by ${sql.id(groups.index)}` : sql``
  // The alias and the index stand together: the builder knows no place for the second.
  const place = sql<Record<string, string>>`${sql.table(groups.table)} as scope_group${indexed}`
  return eb
    .selectFrom(place as never)
    .select(sql.lit(1).as('one'))
    .where(sql.ref(`scope_group.${groups.column}`), '=', id)
    .where(sql.ref('scope_group.access_group_id'), 'in', groupIds)
}

class ScopedDialect implements Dialect {
  readonly #base: Kysely<unknown>
  readonly #scope: ScopeCompiler

  constructor(base: Kysely<unknown>, bound: BoundTables, viewer: Viewer, wrote: (table: string) => void) {
    this.#base = base
    this.#scope = new ScopeCompiler(base, bound, viewer, wrote)
  }

  createAdapter() {
    return this.#base.getExecutor().adapter
  }
  createQueryCompiler(): QueryCompiler {
    return this.#scope
  }
  createDriver(): Driver {
    return new ScopedDriver(this.#base, this.#scope)
  }
  createIntrospector(): never {
    throw new ScopeRefusal('the schema is not for a handler')
  }
}

/** What must be looked at when a compiled query runs. */
interface Checks {
  readonly mustSee: readonly Belonging[]
  readonly births: readonly string[]
}

class ScopeCompiler implements QueryCompiler {
  readonly #base: Kysely<unknown>
  readonly #transformer: ScopeTransformer
  readonly #viewer: Viewer
  readonly #wrote: (table: string) => void
  readonly #dialect: QueryDialect
  readonly #known = new WeakMap<CompiledQuery, Checks>()
  readonly #born = new Set<string>()

  constructor(base: Kysely<unknown>, bound: BoundTables, viewer: Viewer, wrote: (table: string) => void) {
    this.#base = base
    this.#viewer = viewer
    this.#wrote = wrote
    this.#dialect = dialectOf(base as unknown as ReadDb)
    this.#transformer = new ScopeTransformer(bound, viewer === null ? null : visibleTo(viewer, this.#dialect))
  }

  compileQuery<R = unknown>(node: RootOperationNode, queryId: QueryId): CompiledQuery<R> {
    const { node: limited, mustSee, births } = this.#transformer.limit(node)
    const compiled = this.#base.getExecutor().compileQuery<R>(limited, queryId)
    const table = tableWritten(limited)
    if (table !== null) this.#wrote(table)
    this.#known.set(compiled, { mustSee, births })
    return compiled
  }

  /** What to check before this query runs. Throws for a query this handle did not compile. */
  checksOf(query: CompiledQuery): Checks {
    const checks = this.#known.get(query)
    if (checks === undefined) throw new ScopeRefusal('it was compiled elsewhere')
    return checks
  }

  async checkSight(connection: DatabaseConnection, belongings: readonly Belonging[]): Promise<void> {
    const viewer = this.#viewer
    if (viewer === null) return
    const known = new Set<string>([...this.#born, ...(viewer.opened?.() ?? [])])
    for (const { id, groups } of belongings) {
      if (known.has(id)) continue
      known.add(id)
      if (viewer.groupIds.length === 0) throw new OutOfSight()
      const question = inGroups(sql<string>`${id}`, viewer.groupIds, groups, this.#dialect).limit(1)
      const compiled = this.#base.getExecutor().compileQuery(question.toOperationNode(), createQueryId())
      const { rows } = await connection.executeQuery(compiled)
      if (rows.length === 0) throw new OutOfSight()
    }
  }

  noteBirths(patientIds: readonly string[]): void {
    for (const patientId of patientIds) this.#born.add(patientId)
  }
}

/** The table whose rows a statement changes, or `null` for a reading. */
function tableWritten(node: RootOperationNode): string | null {
  const named =
    node.kind === 'InsertQueryNode'
      ? node.into
      : node.kind === 'UpdateQueryNode'
        ? node.table
        : node.kind === 'DeleteQueryNode'
          ? node.from.froms[0]
          : undefined
  const table = named?.kind === 'AliasNode' ? (named as AliasNode).node : named
  return table?.kind === 'TableNode' ? (table as TableNode).table.identifier.name : null
}

class ScopedDriver implements Driver {
  readonly #base: Kysely<unknown>
  readonly #scope: ScopeCompiler

  constructor(base: Kysely<unknown>, scope: ScopeCompiler) {
    this.#base = base
    this.#scope = scope
  }

  async init(): Promise<void> {}

  acquireConnection(): Promise<DatabaseConnection> {
    return new Promise((resolve, reject) => {
      this.#base
        .getExecutor()
        .provideConnection(
          (connection) =>
            new Promise<void>((release) => resolve(new ScopedConnection(connection, this.#scope, release))),
        )
        .catch(reject)
    })
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    ;(connection as ScopedConnection).release()
  }

  beginTransaction(): Promise<void> {
    throw new ScopeRefusal('one operation, one transaction, and it is open')
  }
  commitTransaction(): Promise<void> {
    throw new ScopeRefusal('one operation, one transaction')
  }
  rollbackTransaction(): Promise<void> {
    throw new ScopeRefusal('one operation, one transaction')
  }

  /** The connections belong to the cabinet file. */
  async destroy(): Promise<void> {}
}

class ScopedConnection implements DatabaseConnection {
  readonly #inner: DatabaseConnection
  readonly #scope: ScopeCompiler
  readonly release: () => void

  constructor(inner: DatabaseConnection, scope: ScopeCompiler, release: () => void) {
    this.#inner = inner
    this.#scope = scope
    this.release = release
  }

  async executeQuery<R>(query: CompiledQuery) {
    const checks = this.#scope.checksOf(query)
    if (checks.mustSee.length > 0) await this.#scope.checkSight(this.#inner, checks.mustSee)
    const result = await this.#inner.executeQuery<R>(query)
    if (checks.births.length > 0) this.#scope.noteBirths(checks.births)
    return result
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number) {
    const { mustSee, births } = this.#scope.checksOf(query)
    if (mustSee.length > 0 || births.length > 0) throw new ScopeRefusal('rows of patients are not inserted as a stream')
    return this.#inner.streamQuery<R>(query, chunkSize)
  }
}
