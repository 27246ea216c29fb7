/** The reference of the create benchmark: a bare handler that does one durable INSERT, and nothing else. */
import Fastify from 'fastify';
import pg from 'pg';

const port = Number(process.argv[2]);
const pool = new pg.Pool({ connectionString: process.env.CAUCE_DATABASE_URL, max: 10 });
await pool.query(
  'create table if not exists bench_reference (id bigint generated always as identity primary key, body jsonb not null)',
);

const server = Fastify();
server.get('/', async () => ({ ok: true }));
server.post('/insert', async (request, reply) => {
  const { rows } = await pool.query('insert into bench_reference (body) values ($1) returning id', [
    JSON.stringify(request.body),
  ]);
  return reply.code(201).send({ id: rows[0].id });
});
await server.listen({ host: '127.0.0.1', port });

process.on('SIGTERM', () => {
  void server.close().then(() => pool.end());
});
