/** Selectors and properties the Appearance API takes: https://docs.stripe.com/elements/appearance-api */
const bases: Record<string, string[]> = {
  Tab: ['selected'],
  TabIcon: ['selected'],
  TabLabel: ['selected'],
  Label: ['empty', 'invalid', 'focused', 'floating', 'resting'],
  Input: ['empty', 'invalid'],
  Error: [],
  AccordionItem: ['selected'],
  AccordionItemLabel: ['selected'],
  Block: [],
  BlockDivider: [],
  Checkbox: ['checked'],
  CheckboxLabel: ['checked'],
  CheckboxInput: ['checked'],
  CodeInput: [],
  Dropdown: [],
  DropdownItem: ['highlight'],
  PickerItem: ['selected', 'highlight', 'new', 'disabled'],
  PickerAction: [],
  Link: [],
  SecondaryLink: [],
  MenuIcon: ['open'],
  MenuAction: [],
  Switch: ['active'],
  SwitchControl: [],
  RedirectText: [],
  TermsText: [],
  RadioIcon: [],
  RadioIconOuter: ['checked'],
  RadioIconInner: ['checked'],
  Button: [],
};

const pseudo =
  /(:{1,2})(hover|focus|active|focus-visible|placeholder|selection|autofill|disabled|-webkit-autofill)$/;

export function isAllowedSelector(selector: string): boolean {
  return selector.split(',').every((part) => {
    const classes = part.trim().replace(pseudo, '').replace(pseudo, '');
    const found = /^\.([A-Za-z]+)(?:--([a-z]+))?$/.exec(classes);
    const states = bases[found?.[1] ?? ''];
    return states !== undefined && (found?.[2] === undefined || states.includes(found[2]));
  });
}

export const allowedProperties = new Set(
  `-moz-osx-font-smoothing -webkit-font-smoothing -webkit-text-fill-color MozOsxFontSmoothing
  WebkitFontSmoothing WebkitTextFillColor animation backgroundColor backgroundImage border borderBottom
  borderBottomColor borderBottomLeftRadius borderBottomRightRadius borderBottomStyle
  borderBottomWidth borderColor borderLeft borderLeftColor borderLeftStyle borderLeftWidth
  borderRadius borderRight borderRightColor borderRightStyle borderRightWidth borderStyle borderTop
  borderTopColor borderTopLeftRadius borderTopRightRadius borderTopStyle borderTopWidth borderWidth
  boxShadow color fill fillOpacity fontFamily fontSize fontVariant fontWeight letterSpacing
  lineHeight margin marginBottom marginLeft marginRight marginTop opacity outline outlineOffset
  padding paddingBottom paddingLeft paddingRight paddingTop stroke textAlign textDecoration
  textShadow textTransform transition backdropFilter filter`.split(/\s+/),
);

export const cssName = (property: string) =>
  property
    .replace(/^(Webkit|Moz)/, '-$1')
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
