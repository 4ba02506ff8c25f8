/** What a buyer is told whose money arrived after the stock was gone, in the languages of all mails. */

/** `{number}`: the order's. */
export interface SoldOutWords {
  subject: string;
  /** Follows the greeting. */
  arrived: string;
  /** Where the shop decides what becomes of the order. */
  contact: string;
  /** Where the money goes back at once. */
  refund: string;
}

export const englishSoldOut: SoldOutWords = {
  subject: 'Your order {number}: an item has sold out',
  arrived:
    'Your payment has arrived, but not everything you ordered is in stock any more. We are sorry.',
  contact:
    'We will get in touch with you about what happens next. There is nothing you need to do.',
  refund:
    'We are refunding the full amount to the payment method you used. It can take a few days to arrive.',
};

export const soldOutLanguages: Readonly<Record<string, SoldOutWords>> = {
  en: englishSoldOut,
  ar: {
    subject: 'طلبك {number}: نفد أحد المنتجات',
    arrived: 'وصلتنا دفعتك، لكن بعض ما طلبته أو كله لم يعد متوفرًا. نعتذر عن ذلك.',
    contact: 'سنتواصل معك بشأن الخطوات التالية. ليس عليك فعل أي شيء.',
    refund: 'نعيد إليك المبلغ كاملًا عبر وسيلة الدفع التي استخدمتها. قد يستغرق وصوله بضعة أيام.',
  },
  cs: {
    subject: 'Vaše objednávka {number}: položka je vyprodána',
    arrived:
      'vaše platba dorazila, ale ne vše, co jste si objednali, je ještě skladem. Omlouváme se.',
    contact: 'Ozveme se vám, abychom se domluvili na dalším postupu. Nemusíte nic dělat.',
    refund:
      'Celou částku vám vracíme stejným způsobem, jakým jste zaplatili. Může trvat několik dní, než dorazí.',
  },
  da: {
    subject: 'Din ordre {number}: en vare er udsolgt',
    arrived:
      'Vi har modtaget din betaling, men noget af det, du har bestilt, er ikke længere på lager. Det beklager vi.',
    contact: 'Vi kontakter dig om, hvad der nu skal ske. Du behøver ikke gøre noget.',
    refund:
      'Vi refunderer hele beløbet til den betalingsmetode, du brugte. Der kan gå nogle dage, før det når frem.',
  },
  de: {
    subject: 'Ihre Bestellung {number}: ein Artikel ist ausverkauft',
    arrived:
      'Ihre Zahlung ist eingegangen, aber inzwischen ist nicht mehr alles vorrätig, was Sie bestellt haben. Das tut uns leid.',
    contact: 'Wir melden uns bei Ihnen, um zu klären, wie es weitergeht. Sie müssen nichts tun.',
    refund:
      'Wir erstatten Ihnen den gesamten Betrag über die verwendete Zahlungsart. Bis er eintrifft, kann es einige Tage dauern.',
  },
  es: {
    subject: 'Su pedido {number}: un artículo está agotado',
    arrived:
      'Hemos recibido su pago, pero ya no tenemos existencias de todo lo que ha pedido. Lo sentimos.',
    contact:
      'Nos pondremos en contacto con usted para acordar cómo seguir. No tiene que hacer nada.',
    refund:
      'Le reembolsamos el importe íntegro en el medio de pago que utilizó. Puede tardar unos días en llegar.',
  },
  fa: {
    subject: 'سفارش {number} شما: کالایی تمام شده است',
    arrived:
      'پرداخت شما رسید، اما بخشی یا همهٔ آنچه سفارش داده‌اید دیگر موجود نیست. پوزش می‌خواهیم.',
    contact: 'دربارهٔ ادامهٔ کار با شما تماس می‌گیریم. لازم نیست کاری انجام دهید.',
    refund:
      'کل مبلغ را از همان راهی که پرداخت کرده‌اید بازمی‌گردانیم. رسیدن آن ممکن است چند روز طول بکشد.',
  },
  fi: {
    subject: 'Tilauksesi {number}: tuote on loppuunmyyty',
    arrived: 'Maksusi on saapunut, mutta kaikkea tilaamaasi ei ole enää varastossa. Pahoittelemme.',
    contact: 'Otamme sinuun yhteyttä ja kerromme, miten jatketaan. Sinun ei tarvitse tehdä mitään.',
    refund:
      'Palautamme koko summan käyttämällesi maksutavalle. Rahojen saapuminen voi kestää muutaman päivän.',
  },
  fr: {
    subject: 'Votre commande {number} : un article est épuisé',
    arrived:
      'Nous avons bien reçu votre paiement, mais tout ou partie de votre commande n’est plus en stock. Nous en sommes désolés.',
    contact: 'Nous vous contacterons pour convenir de la suite. Vous n’avez rien à faire.',
    refund:
      'Nous vous remboursons la totalité du montant sur le moyen de paiement utilisé. Le remboursement peut prendre quelques jours.',
  },
  he: {
    subject: 'ההזמנה שלך {number}: פריט אזל מהמלאי',
    arrived: 'התשלום שלך התקבל, אך חלק ממה שהזמנת או כולו כבר אינו במלאי. אנו מצטערים.',
    contact: 'ניצור איתך קשר לגבי ההמשך. אין צורך לעשות דבר.',
    refund: 'אנו מחזירים את מלוא הסכום לאמצעי התשלום שבו השתמשת. ייתכן שיחלפו כמה ימים עד שיגיע.',
  },
  id: {
    subject: 'Pesanan Anda {number}: ada barang yang habis',
    arrived:
      'Pembayaran Anda sudah kami terima, tetapi tidak semua yang Anda pesan masih tersedia. Kami mohon maaf.',
    contact:
      'Kami akan menghubungi Anda mengenai langkah selanjutnya. Anda tidak perlu melakukan apa pun.',
    refund:
      'Kami mengembalikan seluruh jumlahnya ke metode pembayaran yang Anda gunakan. Dana mungkin baru tiba dalam beberapa hari.',
  },
  it: {
    subject: 'Il suo ordine {number}: un articolo è esaurito',
    arrived:
      'abbiamo ricevuto il pagamento, ma non tutto ciò che ha ordinato è ancora disponibile. Ci dispiace.',
    contact: 'La contatteremo per concordare come procedere. Non deve fare nulla.',
    refund:
      'Le rimborsiamo l’intero importo sul metodo di pagamento utilizzato. L’accredito può richiedere alcuni giorni.',
  },
  ja: {
    subject: 'ご注文 {number}：在庫切れの商品がございます',
    arrived:
      'お支払いを確認いたしましたが、ご注文の商品の一部またはすべてが在庫切れとなりました。誠に申し訳ございません。',
    contact:
      '今後の対応について、当店よりご連絡いたします。お客様にしていただくことはございません。',
    refund: 'ご利用のお支払い方法に全額を返金いたします。返金までに数日かかる場合がございます。',
  },
  ko: {
    subject: '주문 {number}: 품절된 상품이 있습니다',
    arrived: '결제가 확인되었으나 주문하신 상품의 일부 또는 전부가 품절되었습니다. 죄송합니다.',
    contact: '앞으로의 진행에 대해 저희가 연락드리겠습니다. 따로 하실 일은 없습니다.',
    refund: '결제하신 수단으로 전액을 환불해 드립니다. 환불까지 며칠이 걸릴 수 있습니다.',
  },
  nb: {
    subject: 'Bestillingen din {number}: en vare er utsolgt',
    arrived:
      'Betalingen er mottatt, men noe av det du har bestilt, er ikke lenger på lager. Vi beklager.',
    contact: 'Vi tar kontakt med deg om hva som skjer videre. Du trenger ikke å gjøre noe.',
    refund:
      'Vi refunderer hele beløpet til betalingsmåten du brukte. Det kan ta noen dager før det kommer fram.',
  },
  nl: {
    subject: 'Uw bestelling {number}: een artikel is uitverkocht',
    arrived:
      'Uw betaling is ontvangen, maar niet alles wat u hebt besteld, is nog op voorraad. Onze excuses.',
    contact: 'Wij nemen contact met u op over het vervolg. U hoeft niets te doen.',
    refund:
      'Wij betalen het volledige bedrag terug via de betaalmethode die u hebt gebruikt. Het kan enkele dagen duren voordat u het ontvangt.',
  },
  pl: {
    subject: 'Zamówienie {number}: produkt został wyprzedany',
    arrived:
      'otrzymaliśmy płatność, ale nie wszystkie zamówione produkty są jeszcze dostępne. Przepraszamy.',
    contact: 'Skontaktujemy się w sprawie dalszych kroków. Nie trzeba nic robić.',
    refund: 'Zwracamy całą kwotę za pomocą użytej metody płatności. Zwrot może potrwać kilka dni.',
  },
  'pt-BR': {
    subject: 'Seu pedido {number}: um item está esgotado',
    arrived:
      'Recebemos seu pagamento, mas nem tudo o que você pediu ainda está em estoque. Sentimos muito.',
    contact: 'Entraremos em contato para combinar os próximos passos. Você não precisa fazer nada.',
    refund:
      'Estamos reembolsando o valor total pelo meio de pagamento que você usou. Pode levar alguns dias até ele chegar.',
  },
  ru: {
    subject: 'Ваш заказ {number}: товар закончился',
    arrived: 'Ваш платёж получен, но не всё из заказанного ещё есть в наличии. Приносим извинения.',
    contact: 'Мы свяжемся с вами, чтобы договориться о дальнейшем. Вам ничего не нужно делать.',
    refund:
      'Мы возвращаем всю сумму тем же способом, которым вы платили. Деньги могут прийти через несколько дней.',
  },
  sv: {
    subject: 'Din beställning {number}: en vara är slutsåld',
    arrived:
      'Din betalning har kommit fram, men något av det du beställde finns inte längre i lager. Vi beklagar.',
    contact: 'Vi hör av oss till dig om hur vi går vidare. Du behöver inte göra något.',
    refund:
      'Vi betalar tillbaka hela beloppet till det betalningssätt du använde. Det kan ta några dagar innan det kommer fram.',
  },
  tr: {
    subject: '{number} numaralı siparişiniz: bir ürün tükendi',
    arrived:
      'Ödemeniz bize ulaştı, ancak sipariş ettiklerinizin bir kısmı veya tamamı artık stokta yok. Özür dileriz.',
    contact: 'Bundan sonrası için sizinle iletişime geçeceğiz. Bir şey yapmanız gerekmiyor.',
    refund:
      'Tutarın tamamını kullandığınız ödeme yöntemine iade ediyoruz. Size ulaşması birkaç gün sürebilir.',
  },
  uk: {
    subject: 'Ваше замовлення {number}: товар закінчився',
    arrived: 'Ваш платіж отримано, але не все із замовленого ще є в наявності. Перепрошуємо.',
    contact:
      'Ми зв’яжемося з вами, щоб домовитися про подальші кроки. Вам нічого не потрібно робити.',
    refund:
      'Ми повертаємо всю суму тим самим способом, яким ви платили. Гроші можуть надійти за кілька днів.',
  },
  vi: {
    subject: 'Đơn hàng {number} của quý khách: có sản phẩm đã hết hàng',
    arrived:
      'Chúng tôi đã nhận được khoản thanh toán, nhưng không còn đủ hàng cho đơn hàng của quý khách. Thành thật xin lỗi quý khách.',
    contact:
      'Chúng tôi sẽ liên hệ với quý khách về các bước tiếp theo. Quý khách không cần làm gì.',
    refund:
      'Chúng tôi đang hoàn lại toàn bộ số tiền qua phương thức thanh toán mà quý khách đã dùng. Quý khách có thể nhận được tiền sau vài ngày.',
  },
  'zh-Hans': {
    subject: '您的订单 {number}：有商品已售罄',
    arrived: '我们已收到您的付款，但您订购的商品中有部分或全部已售罄。非常抱歉。',
    contact: '我们会就后续安排与您联系，您无需进行任何操作。',
    refund: '我们正将全部款项退回您使用的付款方式，可能需要几天才能到账。',
  },
  'zh-Hant': {
    subject: '您的訂單 {number}：有商品已售完',
    arrived: '我們已收到您的付款，但您訂購的商品中有部分或全部已售完。非常抱歉。',
    contact: '我們會就後續安排與您聯絡，您無需進行任何操作。',
    refund: '我們正將全部款項退回您使用的付款方式，可能需要幾天才能入帳。',
  },
};
