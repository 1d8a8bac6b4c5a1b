export { recoverInvoice } from './recover-invoice.ts';
