/**
 * Schemas of verification (WS_INS3 to WS_INS5): our guess of what is not public, written apart from the profile of the program,
 * so that one that is changed without the other is found.
 */

const head = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"'

/** What an identity holds, after the reference that a batch gives it. */
const identity = `
  <xs:element name="MatriculeIndividu"><xs:complexType><xs:sequence>
    <xs:element name="NumIdentifiant"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\\d{6}[AB0-9]\\d{6}"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="Cle"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\\d{2}"/></xs:restriction></xs:simpleType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
  <xs:element name="OID"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[0-2](\\.(0|[1-9]\\d*))+"/></xs:restriction></xs:simpleType></xs:element>
  <xs:element name="NomNaissance"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[A-Z' \\-]{1,100}"/></xs:restriction></xs:simpleType></xs:element>
  <xs:element name="ListePrenom"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[A-Z' \\-]{1,400}"/></xs:restriction></xs:simpleType></xs:element>
  <xs:element name="Sexe"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[FM]"/></xs:restriction></xs:simpleType></xs:element>
  <xs:element name="DateNaissance"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\\d{4}-\\d{2}-\\d{2}"/></xs:restriction></xs:simpleType></xs:element>
  <xs:element name="LieuNaissance" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\\d[0-9AB]\\d{3}"/></xs:restriction></xs:simpleType></xs:element>`

/** The request about one identity. */
export const verificationSchema = `${head} targetNamespace="http://www.cnamts.fr/INSiVerif">
  <xs:element name="VERIFICATION"><xs:complexType><xs:sequence>${identity}
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`

const uuid =
  '<xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"/></xs:restriction></xs:simpleType>'

/** The two requests about a batch. No reference is twice in one. */
export const verificationBatchSchema = `${head} targetNamespace="http://www.cnamts.fr/INSiVerifLot" xmlns:l="http://www.cnamts.fr/INSiVerifLot">
  <xs:element name="DEPOTLOT"><xs:complexType><xs:sequence>
    <xs:element name="IdLot">${uuid}</xs:element>
    <xs:element name="IDENTITE" minOccurs="1" maxOccurs="200"><xs:complexType><xs:sequence>
      <xs:element name="Reference">${uuid}</xs:element>${identity}
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType>
  <xs:unique name="reference"><xs:selector xpath="l:IDENTITE"/><xs:field xpath="l:Reference"/></xs:unique></xs:element>
  <xs:element name="RECUPLOT"><xs:complexType><xs:sequence>
    <xs:element name="IdLot">${uuid}</xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`
