/** What is said once the form can be filled in and paid: it comes with what checks the fields. */
export const checkTexts = {
  errorSummary: 'Please check these fields:',
  emailRequired: 'Enter your e-mail address.',
  emailInvalid: 'Enter an e-mail address like name@example.com.',
  nameRequired: 'Enter your full name.',
  countryRequired: 'Choose a country or region.',
  line1Required: 'Enter your street and house number.',
  cityRequired: 'Enter your city.',
  stateRequired: 'Enter your state, province or region.',
  postalCodeRequired: 'Enter your postal code.',
  postalCodeInvalid: 'This does not look like a postal code of the chosen country.',
  phoneRequired: 'Enter your phone number.',
  phoneInvalid: 'Enter a phone number like +44 20 7946 0018.',
  paying: 'Processing…',
  updating: 'Updating the total…',
};
