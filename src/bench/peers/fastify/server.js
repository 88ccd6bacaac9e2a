// Claims over Fastify and ioredis, as a good engineer writes them in an afternoon: one code per key, recorded in one
// hash, taken from one list. No expiration, no discounts, no counts, and no way to retire a code.
// Usage: node server.js PORT REDIS_PORT
'use strict';

const fastify = require('fastify')();
const Redis = require('ioredis');

const [port, redisPort] = process.argv.slice(2).map(Number);
const redis = new Redis({ host: '127.0.0.1', port: redisPort, enableAutoPipelining: true });

redis.defineCommand('claim', {
  numberOfKeys: 2,
  lua: `
    local claimed = redis.call('HGET', KEYS[1], ARGV[1])
    if claimed then return {claimed, 1} end
    local code = redis.call('LPOP', KEYS[2])
    if not code then return false end
    redis.call('HSET', KEYS[1], ARGV[1], code)
    return {code, 0}`,
});

const schema = {
  body: {
    type: 'object',
    required: ['type', 'key'],
    properties: {
      type: { type: 'string' },
      key: { type: 'string' },
      discount: { type: 'integer' },
      days: { type: 'integer' },
    },
  },
};

fastify.post('/v1/claims', { schema }, async (request, reply) => {
  const { type, key, discount } = request.body;
  const claim = await redis.claim('claims', `codes:${type}`, key);
  if (!claim) return reply.code(409).send({ title: 'No code is available' });
  return reply.code(claim[1] ? 200 : 201).send({ promocode: claim[0], type, discount, key });
});

fastify.get('/health', async () => ({ redis: await redis.ping() }));

fastify.listen({ port, host: '127.0.0.1' });
