const ROUTES = ['efecty.epayco', 'efecty.payu', 'efecty.mercadopago', 'efecty.payvalida'];

/**
 * What holds of every route, because the counters are the same: when they are usually open. A voucher that is
 * issued at night is paid in the morning, so that nothing is refused meanwhile. Nothing is set of what sources
 * disagree about or mark as unverified; limits and lives are variables.
 *
 * @source PayU Colombia, colombia.payu.com/blog/blog-8-2, read in November 2026; some shops are not open all
 *   day, some until 22:00 and on Sundays and holidays
 */
export const efectyTerms = ROUTES.map((route) => ({
  route,
  from: '2026-11-01',
  hours: {
    weekday: { opens: '08:00', closes: '18:00' },
    saturday: { opens: '08:00', closes: '13:00' },
    sunday: null,
    holiday: null,
  },
  sellsWhenClosed: true,
  source: 'PayU Colombia, colombia.payu.com/blog/blog-8-2, read in November 2026',
}));
