/** Who the simulator's wallets belong to. */
export const buyer = {
  name: 'Jenny Rosen',
  email: 'jenny.rosen@example.com',
  phone: '+15555550123',
};

export const buyerAddresses: [WalletAddress, ...WalletAddress[]] = [
  {
    line1: '27 Fredrick Ave',
    line2: null,
    city: 'Brothers',
    state: 'OR',
    postal_code: '97712',
    country: 'US',
  },
  {
    line1: 'Am Platz 1',
    line2: null,
    city: 'Berlin',
    state: '',
    postal_code: '10115',
    country: 'DE',
  },
];

interface WalletAddress {
  line1: string;
  line2: string | null;
  city: string;
  state: string;
  postal_code: string;
  country: string;
}
