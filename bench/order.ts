import { randomUUID } from 'node:crypto';

/** A payment in cash that any merchant asks for, with a reference of its own: the body of a create. */
export function newOrder() {
  return {
    amount: { value: 8_500_000, currency: 'COP' },
    reference: randomUUID(),
    description: 'Zapatos',
    methods: ['efecty'],
    payer: {
      name: 'Ana Muñoz',
      email: 'ana@example.com',
      document: { type: 'CC', number: '1020304051' },
    },
  };
}
