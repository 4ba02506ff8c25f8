import type {TextKey} from './english.ts';

/** German. */
export const templates: Record<TextKey, string> = {
  sandboxTitle: 'Sandbox',
  sandboxText:
    'Es fließt kein Geld. Zahlen Sie mit der Karte 4242 4242 4242 4242, einem beliebigen künftigen Datum und beliebiger Prüfnummer.',

  contact: 'Kontakt',
  billingAddress: 'Rechnungsadresse',
  payment: 'Zahlung',
  orderSummary: 'Bestellübersicht',
  total: 'Gesamtsumme',
  quantityOf: 'Menge: {quantity}',
  each: 'je {amount}',
  optional: 'optional',

  shippingAddress: 'Lieferadresse',
  sameAsBilling: 'An die Rechnungsadresse liefern',
  delivery: 'Lieferung',
  phone: 'Telefon',
  company: 'Firma',
  orPayBelow: 'Oder das Formular ausfüllen',
  expressCheckout: 'Express-Bezahlung',
  quantityIn: 'Menge von {product}',
  oneMore: 'Menge erhöhen: {product}',
  oneLess: 'Menge verringern: {product}',
  remove: '{product} entfernen',
  updating: 'Gesamtsumme wird aktualisiert…',
  totalNow: 'Die Gesamtsumme beträgt jetzt {amount}.',

  email: 'E-Mail-Adresse',
  name: 'Vor- und Nachname',
  country: 'Land oder Region',
  line1: 'Straße und Hausnummer',
  line2: 'Adresszusatz',
  city: 'Ort',
  cityDistrict: 'Bezirk',
  cityPostTown: 'Ort',
  citySuburb: 'Vorort',
  postalCode: 'Postleitzahl',
  postalCodeZip: 'Postleitzahl (ZIP)',
  postalCodePin: 'Postleitzahl (PIN)',
  postalCodeEircode: 'Postleitzahl (Eircode)',
  state: 'Provinz',
  stateState: 'Bundesstaat',
  stateCounty: 'Grafschaft',
  statePrefecture: 'Präfektur',
  stateArea: 'Gebiet',
  stateDepartment: 'Departement',
  stateDistrict: 'Distrikt',
  stateEmirate: 'Emirat',
  stateIsland: 'Insel',
  stateOblast: 'Oblast',
  stateParish: 'Gemeinde',
  stateRegion: 'Region',
  choose: 'Bitte wählen…',

  errorSummary: 'Bitte prüfen Sie diese Angaben:',
  emailRequired: 'Geben Sie Ihre E-Mail-Adresse ein.',
  emailInvalid: 'Geben Sie eine E-Mail-Adresse wie name@example.com ein.',
  nameRequired: 'Geben Sie Ihren vollständigen Namen ein.',
  countryRequired: 'Wählen Sie ein Land oder eine Region.',
  line1Required: 'Geben Sie Straße und Hausnummer ein.',
  cityRequired: 'Geben Sie Ihren Ort ein.',
  stateRequired: 'Geben Sie Bundesland, Provinz oder Region ein.',
  postalCodeRequired: 'Geben Sie Ihre Postleitzahl ein.',
  postalCodeInvalid: 'Diese Postleitzahl passt nicht zum gewählten Land.',
  phoneRequired: 'Geben Sie Ihre Telefonnummer ein.',
  phoneInvalid: 'Geben Sie eine Telefonnummer wie +44 20 7946 0018 ein.',

  pay: '{amount} bezahlen',
  payPlain: 'Bezahlen',
  paying: 'Wird verarbeitet…',
  loading: 'Die Kasse wird geladen…',
  secure: 'Ihre Kartendaten gehen verschlüsselt direkt an Stripe.',

  paidTitle: 'Vielen Dank für Ihre Bestellung',
  paidText:
    'Ihre Zahlung über {amount} ist eingegangen. Wir senden Ihnen eine Bestätigung per E-Mail.',
  authorizedTitle: 'Bestellung eingegangen',
  authorizedText: 'Ihre Zahlung über {amount} ist vorgemerkt. Abgebucht wird erst beim Versand.',
  confirmingTitle: 'Ihre Zahlung wird bestätigt',
  confirmingText: 'Das dauert nur wenige Sekunden. Bitte lassen Sie diese Seite geöffnet.',
  processingTitle: 'Ihre Zahlung wird bearbeitet',
  processingText:
    'Ihre Bank bestätigt gerade die Zahlung. Das kann etwas dauern; Sie erhalten eine E-Mail, sobald es so weit ist. Bitte zahlen Sie nicht noch einmal.',
  failedTitle: 'Die Zahlung ist fehlgeschlagen',
  nothingCharged: 'Es wurde nichts abgebucht.',
  canceledTitle: 'Diese Zahlung wurde abgebrochen',
  expiredTitle: 'Diese Bestellung ist abgelaufen',
  expiredText: 'Sie wurde zu lange nicht bezahlt. Es wurde nichts abgebucht.',
  actionTitle: 'Nur noch ein Schritt',
  actionText: 'Ihre Zahlung muss noch bei Ihrer Bank bestätigt werden.',
  voucherText: 'Folgen Sie der Zahlungsanleitung, um Ihre Bestellung abzuschließen.',
  voucherLink: 'Zahlungsanleitung anzeigen',
  payOtherwise: 'Anders bezahlen',
  microdepositsText:
    'Ihr Bankkonto muss noch bestätigt werden: mit dem kleinen Betrag, der dort in ein bis zwei Werktagen eingeht.',
  microdepositsLink: 'Bankkonto bestätigen',
  qrCodeText: 'Scannen Sie diesen Code mit Ihrer Banking-App, um die Bestellung abzuschließen.',
  refundedTitle: 'Diese Bestellung wurde erstattet',
  refundedText: '{amount} wurden über Ihre ursprüngliche Zahlungsart erstattet.',
  unfulfillableTitle: 'Ihre Zahlung ist eingegangen, aber es gibt ein Problem mit der Bestellung',
  unfulfillableText:
    'Wir konnten nicht alle bestellten Artikel reservieren. Der Shop wird sich bei Ihnen melden.',
  unpaidTitle: 'Diese Bestellung ist noch nicht bezahlt',
  unknownTitle: 'Wir prüfen Ihre Zahlung',
  unknownText:
    'Bitte sehen Sie gleich noch einmal nach. Sie erhalten eine E-Mail, sobald die Bestellung bezahlt ist.',
  notFoundTitle: 'Wir konnten diese Zahlung nicht finden',
  notFoundText:
    'Der Link ist vielleicht unvollständig oder gehört zu einem anderen Shop. Wenn Sie bezahlt haben, finden Sie die Bestätigung in Ihren E-Mails.',
  orderNumber: 'Bestellnummer',
  tryAgain: 'Erneut versuchen',
  continue: 'Weiter',
  checkAgain: 'Erneut prüfen',
  newOrder: 'Neue Bestellung',

  loadErrorTitle: 'Die Kasse konnte nicht geladen werden',
  amountChanged:
    'Die Gesamtsumme beträgt jetzt {amount}. Bitte prüfen Sie sie und bezahlen Sie erneut.',

  errorGeneric: 'Etwas ist schiefgelaufen. Bitte versuchen Sie es erneut.',
  errorNetwork:
    'Der Shop ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
  errorTimeout: 'Das dauert zu lange. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
  errorStripeLoad:
    'Das Zahlungsformular konnte nicht geladen werden. Prüfen Sie Ihre Verbindung oder erlauben Sie js.stripe.com in Ihrem Inhaltsblocker und versuchen Sie es erneut.',
  hostedLink: 'Stattdessen auf einer Seite von Stripe bezahlen',
  hostedText: 'Dort bezahlen Sie dieselbe Bestellung und kommen danach hierher zurück.',
  challengeText:
    'Mehrere Zahlungsversuche sind fehlgeschlagen. Bitte bestätigen Sie, dass Sie ein Mensch sind; die Zahlung läuft dann weiter.',
  challengeFailed:
    'Die Prüfung war nicht möglich. Erlauben Sie challenges.cloudflare.com in Ihrem Inhaltsblocker und versuchen Sie es erneut.',
  challengeWallet: 'Vielen Dank. Bitte wählen Sie die Wallet jetzt noch einmal.',
  errorPaymentForm:
    'Das Zahlungsformular konnte nicht angezeigt werden. Bitte versuchen Sie es erneut.',
  errorItems: 'Auf dieser Seite gibt es nichts zu bezahlen.',
  errorUnknownSku: 'Einer dieser Artikel wird nicht mehr verkauft.',
  errorOutOfStock: 'Einer dieser Artikel ist nicht mehr in ausreichender Menge verfügbar.',
  errorOnlyLeft: 'Nur noch {available} verfügbar.',
  errorQuantity: 'Diese Menge kann nicht bestellt werden.',
  errorCurrency: 'Diese Artikel können in dieser Währung nicht verkauft werden.',
  errorAmount: 'Diese Gesamtsumme kann nicht per Karte bezahlt werden.',
  errorRateLimited:
    'Das waren zu viele Versuche. Bitte warten Sie eine Minute und versuchen Sie es erneut.',
  errorBusy: 'Der Shop ist gerade überlastet. Bitte versuchen Sie es gleich erneut.',
  errorProvider: 'Zahlungen sind gerade nicht möglich. Bitte versuchen Sie es gleich erneut.',
  errorNotPayable: 'Diese Bestellung kann nicht mehr bezahlt werden.',
  errorPaymentDetails: 'Bitte prüfen Sie Ihre Zahlungsdaten.',
  errorPaymentRestarted:
    'Die Zahlung wurde neu gestartet. Bitte geben Sie Ihre Zahlungsdaten noch einmal ein.',

  declined:
    'Ihre Karte wurde abgelehnt. Versuchen Sie eine andere Karte oder fragen Sie Ihre Bank nach dem Grund.',
  declinedFunds: 'Das Guthaben dieser Karte reicht nicht aus. Versuchen Sie eine andere.',
  declinedExpired: 'Diese Karte ist abgelaufen. Versuchen Sie eine andere.',
  declinedNumber: 'Diese Kartennummer ist ungültig. Bitte prüfen Sie sie.',
  declinedExpiry: 'Das Ablaufdatum ist ungültig. Bitte prüfen Sie es.',
  declinedCvc: 'Die Prüfnummer stimmt nicht. Bitte prüfen Sie sie.',
  declinedPostalCode: 'Die Postleitzahl passt nicht zur Karte. Bitte prüfen Sie sie.',
  declinedLimit:
    'Das Kartenlimit ist überschritten. Versuchen Sie eine andere Karte oder fragen Sie Ihre Bank.',
  declinedUnsupported:
    'Diese Karte kann für diesen Kauf nicht verwendet werden. Versuchen Sie eine andere.',
  declinedAuthentication:
    'Ihre Bank konnte Ihre Identität nicht bestätigen. Versuchen Sie es erneut oder verwenden Sie eine andere Karte.',
  declinedTemporary: 'Die Zahlung konnte nicht verarbeitet werden. Versuchen Sie es gleich erneut.',
  declinedMethod:
    'Die Zahlung wurde nicht abgeschlossen. Versuchen Sie es erneut oder wählen Sie eine andere Zahlungsart.',
};
