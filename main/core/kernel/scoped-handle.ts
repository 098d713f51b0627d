import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  expressionBuilder,
  Kysely,
  type OperationNode,
  type QueryCompiler,
  type QueryId,
  type RootOperationNode,
  sql,
} from 'kysely'
import {
  type BoundTables,
  type PatientExpression,
  ScopeRefusal,
  ScopeTransformer,
  type VisibleCondition,
} from './scope.ts'
import type { CabinetTables } from './tables.ts'

/** A row of a patient the actor may not see was to be written. Dispatch answers `not-found`. */
export class OutOfSight extends Error {
  constructor() {
    super('a patient out of the actor’s sight')
    this.name = 'OutOfSight'
  }
}

/** Whose sight a handle has; `null` sees every patient. */
export type Viewer = { readonly userId: string } | null

/** Tables that say who sees whom, as the scope reads them. */
interface AccessTables {
  patient_access_group: { patient_id: string; access_group_id: string }
  access_group_person: { user_id: string; access_group_id: string }
}

/**
 * A query builder limited to the patients a viewer may see.
 *
 * The limit is below the builder, where queries are compiled: unlike a plugin it cannot be taken off
 * (`withoutPlugins`), and a query compiled elsewhere is refused. Transactions, DDL and settings are refused too.
 */
export function scopedHandle<Tables = CabinetTables>(
  base: Kysely<Tables>,
  bound: BoundTables,
  viewer: Viewer,
): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new ScopedDialect(base as Kysely<unknown>, bound, viewer) })
}

/** « The patient is visible to this user »: in one of the access groups the user belongs to. */
export function visibleTo(userId: string): NonNullable<VisibleCondition> {
  const made = new Map<string, OperationNode>()
  return (patient) => {
    const key = `${patient.table}.${patient.column}.${patient.nullable}`
    const node = made.get(key) ?? conditionNode(userId, patient)
    made.set(key, node)
    return node
  }
}

function conditionNode(userId: string, patient: PatientExpression): OperationNode {
  const eb = expressionBuilder<AccessTables, never>()
  const id = sql<string>`${sql.ref(`${patient.table}.${patient.column}`)}`
  const inSight = eb.exists(
    eb
      .selectFrom('patient_access_group as scope_patient')
      .innerJoin('access_group_person as scope_person', 'scope_person.access_group_id', 'scope_patient.access_group_id')
      .select(sql.lit(1).as('one'))
      .where('scope_patient.patient_id', '=', id)
      .where('scope_person.user_id', '=', userId),
  )
  if (!patient.nullable) return inSight.toOperationNode()
  return eb.parens(eb.or([sql<boolean>`${id} is null`, inSight])).toOperationNode()
}

class ScopedDialect implements Dialect {
  readonly #base: Kysely<unknown>
  readonly #scope: ScopeCompiler

  constructor(base: Kysely<unknown>, bound: BoundTables, viewer: Viewer) {
    this.#base = base
    this.#scope = new ScopeCompiler(base, bound, viewer)
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
  readonly mustSee: readonly string[]
  readonly births: readonly string[]
}

class ScopeCompiler implements QueryCompiler {
  readonly #base: Kysely<unknown>
  readonly #transformer: ScopeTransformer
  readonly #viewer: Viewer
  readonly #known = new WeakMap<CompiledQuery, Checks>()
  readonly #born = new Set<string>()

  constructor(base: Kysely<unknown>, bound: BoundTables, viewer: Viewer) {
    this.#base = base
    this.#viewer = viewer
    this.#transformer = new ScopeTransformer(bound, viewer === null ? null : visibleTo(viewer.userId))
  }

  compileQuery<R = unknown>(node: RootOperationNode, queryId: QueryId): CompiledQuery<R> {
    const { node: limited, mustSee, births } = this.#transformer.limit(node)
    const compiled = this.#base.getExecutor().compileQuery<R>(limited, queryId)
    this.#known.set(compiled, { mustSee, births })
    return compiled
  }

  /** What to check before this query runs. Throws for a query this handle did not compile. */
  checksOf(query: CompiledQuery): Checks {
    const checks = this.#known.get(query)
    if (checks === undefined) throw new ScopeRefusal('it was compiled elsewhere')
    return checks
  }

  async checkSight(connection: DatabaseConnection, patientIds: readonly string[]): Promise<void> {
    const viewer = this.#viewer
    if (viewer === null) return
    for (const patientId of new Set(patientIds)) {
      if (this.#born.has(patientId)) continue
      const question = (this.#base as Kysely<AccessTables>)
        .selectFrom('patient_access_group as scope_patient')
        .innerJoin(
          'access_group_person as scope_person',
          'scope_person.access_group_id',
          'scope_patient.access_group_id',
        )
        .select(sql.lit(1).as('one'))
        .where('scope_patient.patient_id', '=', patientId)
        .where('scope_person.user_id', '=', viewer.userId)
        .limit(1)
      const { rows } = await connection.executeQuery(question.compile())
      if (rows.length === 0) throw new OutOfSight()
    }
  }

  noteBirths(patientIds: readonly string[]): void {
    for (const patientId of patientIds) this.#born.add(patientId)
  }
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
    this.#scope.checksOf(query)
    return this.#inner.streamQuery<R>(query, chunkSize)
  }
}
