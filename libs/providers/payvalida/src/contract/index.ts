export { payvalidaTillWorld } from './network-tills-under-contract.js';
export { payvalidaUnderContract, payvalidaWorld } from './payvalida-under-contract.js';
