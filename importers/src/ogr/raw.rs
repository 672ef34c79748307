//! The calls into GDAL's C interface that the `gdal` crate makes too slow or does not offer:
//! features without copies, bytes of texts in unknown encodings, geometries to and from WKB.
#![expect(unsafe_code, reason = "GDAL's interface is in C")]

use std::ffi::{CStr, CString, c_int};
use std::ptr::null_mut;
use std::rc::Rc;

use gdal::Dataset;
use gdal::vector::{Layer, LayerAccess};
use gdal_sys as sys;
use jiff::civil::{Date, DateTime};

/// The features of a layer, one after the other.
pub(super) struct Cursor {
    layer: sys::OGRLayerH,
    /// Keeps the layer alive.
    _dataset: Rc<Dataset>,
}

impl Cursor {
    /// Begins with the first feature of a layer.
    pub(super) fn new(dataset: Rc<Dataset>, index: usize) -> Option<Self> {
        let index = c_int::try_from(index).ok()?;
        // SAFETY: the dataset lives as long as the cursor; a null layer is checked for.
        let layer = unsafe { sys::GDALDatasetGetLayer(dataset.c_dataset(), index) };
        if layer.is_null() {
            return None;
        }
        let mut cursor = Self { layer, _dataset: dataset };
        cursor.rewind();
        Some(cursor)
    }

    pub(super) fn rewind(&mut self) {
        // SAFETY: the layer lives as long as the dataset, which is ours.
        unsafe { sys::OGR_L_ResetReading(self.layer) };
    }

    pub(super) fn next(&mut self) -> Option<Feature> {
        // SAFETY: as above; the feature is ours to destroy.
        let raw = unsafe { sys::OGR_L_GetNextFeature(self.layer) };
        (!raw.is_null()).then_some(Feature(raw))
    }

    /// Returns the bytes of a field's name, whatever their encoding.
    pub(super) fn field_name(&self, index: usize) -> Vec<u8> {
        let Ok(index) = c_int::try_from(index) else { return Vec::new() };
        // SAFETY: definitions and names belong to the layer; null ones are checked for.
        unsafe {
            let field = sys::OGR_FD_GetFieldDefn(sys::OGR_L_GetLayerDefn(self.layer), index);
            if field.is_null() {
                return Vec::new();
            }
            CStr::from_ptr(sys::OGR_Fld_GetNameRef(field)).to_bytes().to_vec()
        }
    }

    /// Returns type and subtype of a field.
    pub(super) fn field_type(&self, index: usize) -> (sys::OGRFieldType::Type, sys::OGRFieldSubType::Type) {
        let nothing = (sys::OGRFieldType::OFTBinary, sys::OGRFieldSubType::OFSTNone);
        let Ok(index) = c_int::try_from(index) else { return nothing };
        // SAFETY: as above.
        unsafe {
            let field = sys::OGR_FD_GetFieldDefn(sys::OGR_L_GetLayerDefn(self.layer), index);
            if field.is_null() {
                return nothing;
            }
            (sys::OGR_Fld_GetType(field), sys::OGR_Fld_GetSubType(field))
        }
    }

    pub(super) fn field_count(&self) -> usize {
        // SAFETY: as above.
        let count = unsafe { sys::OGR_FD_GetFieldCount(sys::OGR_L_GetLayerDefn(self.layer)) };
        usize::try_from(count).unwrap_or(0)
    }

    /// Returns the type of geometry that the layer declares.
    pub(super) fn geometry_type(&self) -> sys::OGRwkbGeometryType::Type {
        // SAFETY: as above.
        unsafe { sys::OGR_L_GetGeomType(self.layer) }
    }
}

/// A feature.
pub(super) struct Feature(sys::OGRFeatureH);

impl Drop for Feature {
    fn drop(&mut self) {
        // SAFETY: the feature is ours alone.
        unsafe { sys::OGR_F_Destroy(self.0) };
    }
}

impl Feature {
    pub(super) fn is_set(&self, field: c_int) -> bool {
        // SAFETY: the feature lives; fields are counted by its definition.
        unsafe { sys::OGR_F_IsFieldSetAndNotNull(self.0, field) != 0 }
    }

    pub(super) fn integer(&self, field: c_int) -> i64 {
        // SAFETY: as above.
        unsafe { sys::OGR_F_GetFieldAsInteger64(self.0, field) }
    }

    pub(super) fn real(&self, field: c_int) -> f64 {
        // SAFETY: as above.
        unsafe { sys::OGR_F_GetFieldAsDouble(self.0, field) }
    }

    /// Returns the bytes of a text, whatever their encoding.
    pub(super) fn bytes(&self, field: c_int) -> &[u8] {
        // SAFETY: as above; the text lives until the next call that changes the feature, and
        // the borrow of `self` keeps it from being destroyed.
        unsafe {
            let text = sys::OGR_F_GetFieldAsString(self.0, field);
            if text.is_null() { &[] } else { CStr::from_ptr(text).to_bytes() }
        }
    }

    /// Returns a day and time with GDAL's zone flag: 0 unknown, 1 local, 100 UTC, each step a
    /// quarter of an hour.
    pub(super) fn date_time(&self, field: c_int) -> Option<(DateTime, c_int)> {
        let (mut year, mut month, mut day, mut hour, mut minute, mut zone) = (0, 0, 0, 0, 0, 0);
        let mut second = 0.0_f32;
        // SAFETY: the out pointers are valid for the call.
        let known = unsafe {
            sys::OGR_F_GetFieldAsDateTimeEx(
                self.0,
                field,
                &raw mut year,
                &raw mut month,
                &raw mut day,
                &raw mut hour,
                &raw mut minute,
                &raw mut second,
                &raw mut zone,
            )
        };
        if known == 0 {
            return None;
        }
        let date =
            Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        #[expect(clippy::cast_possible_truncation, reason = "seconds are below 61")]
        let (whole, nano) =
            (second.trunc() as i8, (f64::from(second.fract()) * 1e3).round() as i32 * 1_000_000);
        let time = date.to_datetime(
            jiff::civil::Time::new(
                i8::try_from(hour).ok()?,
                i8::try_from(minute).ok()?,
                whole.min(59),
                nano.min(999_000_000),
            )
            .ok()?,
        );
        Some((time, zone))
    }

    pub(super) fn geometry_type(&self) -> Option<sys::OGRwkbGeometryType::Type> {
        // SAFETY: the geometry belongs to the feature; a null one is checked for.
        unsafe {
            let geometry = sys::OGR_F_GetGeometryRef(self.0);
            (!geometry.is_null()).then(|| sys::OGR_G_GetGeometryType(geometry))
        }
    }

    /// Makes a feature for a layer, to be filled.
    pub(super) fn new(layer: &Layer<'_>) -> Option<Self> {
        // SAFETY: the layer lives; the feature is ours to destroy, a null one is checked for.
        let raw = unsafe { sys::OGR_F_Create(sys::OGR_L_GetLayerDefn(layer.c_layer())) };
        (!raw.is_null()).then_some(Self(raw))
    }

    /// Sets the number by which the layer knows the feature.
    pub(super) fn set_number(&mut self, number: i64) {
        // SAFETY: the feature lives.
        let _always_set = unsafe { sys::OGR_F_SetFID(self.0, number) };
    }

    pub(super) fn set_null(&mut self, field: c_int) {
        // SAFETY: the feature lives; GDAL checks the field's number.
        unsafe { sys::OGR_F_SetFieldNull(self.0, field) };
    }

    pub(super) fn set_integer(&mut self, field: c_int, value: i64) {
        // SAFETY: as above.
        unsafe { sys::OGR_F_SetFieldInteger64(self.0, field, value) };
    }

    pub(super) fn set_real(&mut self, field: c_int, value: f64) {
        // SAFETY: as above.
        unsafe { sys::OGR_F_SetFieldDouble(self.0, field, value) };
    }

    /// Sets a text, or a day or an instant as ISO 8601 writes it; `None` where it holds a zero byte.
    pub(super) fn set_text(&mut self, field: c_int, value: &str) -> Option<()> {
        let text = CString::new(value).ok()?;
        // SAFETY: as above; GDAL copies the text.
        unsafe { sys::OGR_F_SetFieldString(self.0, field, text.as_ptr()) };
        Some(())
    }

    pub(super) fn put_geometry(&mut self, geometry: Geometry) {
        let raw = geometry.0;
        std::mem::forget(geometry);
        // SAFETY: the feature takes the geometry over.
        let _always_set = unsafe { sys::OGR_F_SetGeometryDirectly(self.0, raw) };
    }

    /// Adds the feature to its layer and tells whether that could be done.
    pub(super) fn add_to(&self, layer: &Layer<'_>) -> bool {
        // SAFETY: layer and feature live.
        unsafe { sys::OGR_L_CreateFeature(layer.c_layer(), self.0) == sys::OGRErr::OGRERR_NONE }
    }

    /// Takes the geometry out of the feature.
    pub(super) fn take_geometry(&mut self) -> Option<Geometry> {
        // SAFETY: the geometry is ours after this call; a null one is checked for.
        let raw = unsafe { sys::OGR_F_StealGeometry(self.0) };
        (!raw.is_null()).then_some(Geometry(raw))
    }
}

/// A geometry.
pub(super) struct Geometry(sys::OGRGeometryH);

impl Drop for Geometry {
    fn drop(&mut self) {
        // SAFETY: the geometry is ours alone.
        unsafe { sys::OGR_G_DestroyGeometry(self.0) };
    }
}

impl Geometry {
    pub(super) fn from_wkb(wkb: &[u8]) -> Option<Self> {
        let length = c_int::try_from(wkb.len()).ok()?;
        let mut raw = null_mut();
        // SAFETY: the bytes outlive the call; the geometry made is ours.
        let error =
            unsafe { sys::OGR_G_CreateFromWkb(wkb.as_ptr().cast(), null_mut(), &raw mut raw, length) };
        (error == sys::OGRErr::OGRERR_NONE && !raw.is_null()).then_some(Self(raw))
    }

    pub(super) fn from_wkt(text: &str) -> Option<Self> {
        let text = CString::new(text).ok()?;
        let mut rest = text.as_ptr().cast_mut();
        let mut raw = null_mut();
        // SAFETY: GDAL moves `rest` over the text without writing to it; the geometry is ours.
        let error = unsafe { sys::OGR_G_CreateFromWkt(&raw mut rest, null_mut(), &raw mut raw) };
        (error == sys::OGRErr::OGRERR_NONE && !raw.is_null()).then_some(Self(raw))
    }

    pub(super) fn code(&self) -> sys::OGRwkbGeometryType::Type {
        // SAFETY: the geometry lives.
        unsafe { sys::OGR_G_GetGeometryType(self.0) }
    }

    pub(super) fn is_empty(&self) -> bool {
        // SAFETY: the geometry lives.
        unsafe { sys::OGR_G_IsEmpty(self.0) != 0 }
    }

    pub(super) fn is_measured(&self) -> bool {
        // SAFETY: the geometry lives.
        unsafe { sys::OGR_G_IsMeasured(self.0) != 0 }
    }

    pub(super) fn has_z(&self) -> bool {
        // SAFETY: the geometry lives.
        unsafe { sys::OGR_G_Is3D(self.0) != 0 }
    }

    pub(super) fn has_curves(&self) -> bool {
        // SAFETY: the geometry lives.
        unsafe { sys::OGR_G_HasCurveGeometry(self.0, 0) != 0 }
    }

    /// Gives heights to positions, or takes them away.
    pub(super) fn set_z(&mut self, has_z: bool) {
        // SAFETY: the geometry lives.
        unsafe { sys::OGR_G_Set3D(self.0, c_int::from(has_z)) };
    }

    /// Drops measures, makes lines of curves and polygons of triangles and surfaces.
    pub(super) fn simple(self) -> Self {
        // SAFETY: geometries that a call takes over are not destroyed here, those it makes are ours.
        unsafe {
            sys::OGR_G_SetMeasured(self.0, 0);
            let mut simple = self;
            if simple.has_curves() {
                let linear = sys::OGR_G_GetLinearGeometry(simple.0, 0.0, null_mut());
                if !linear.is_null() {
                    simple = Self(linear);
                }
            }
            let flat = sys::OGR_GT_Flatten(simple.code());
            if matches!(
                flat,
                sys::OGRwkbGeometryType::wkbTIN
                    | sys::OGRwkbGeometryType::wkbPolyhedralSurface
                    | sys::OGRwkbGeometryType::wkbTriangle
            ) {
                let raw = simple.0;
                std::mem::forget(simple);
                simple = Self(sys::OGR_G_ForceToMultiPolygon(raw));
            }
            simple
        }
    }

    /// Makes a multiline of a line.
    pub(super) fn many_lines(self) -> Self {
        let raw = self.0;
        std::mem::forget(self);
        // SAFETY: the call takes the geometry over, and the one it returns is ours.
        Self(unsafe { sys::OGR_G_ForceToMultiLineString(raw) })
    }

    /// Makes a multipolygon of a polygon.
    pub(super) fn many_polygons(self) -> Self {
        let raw = self.0;
        std::mem::forget(self);
        // SAFETY: as above.
        Self(unsafe { sys::OGR_G_ForceToMultiPolygon(raw) })
    }

    pub(super) fn to_wkb(&self) -> Option<Vec<u8>> {
        // SAFETY: as many bytes are reserved as GDAL says that it writes.
        unsafe {
            let size = usize::try_from(sys::OGR_G_WkbSize(self.0)).ok()?;
            let mut wkb = vec![0; size];
            let error = sys::OGR_G_ExportToWkb(self.0, sys::OGRwkbByteOrder::wkbNDR, wkb.as_mut_ptr());
            (error == sys::OGRErr::OGRERR_NONE).then_some(wkb)
        }
    }

    pub(super) fn is_valid(&self) -> bool {
        // SAFETY: the geometry lives.
        unsafe { sys::OGR_G_IsValid(self.0) != 0 }
    }

    /// Closes rings whose last position is not the first.
    pub(super) fn close_rings(&mut self) {
        // SAFETY: the geometry lives.
        unsafe { sys::OGR_G_CloseRings(self.0) };
    }

    pub(super) fn make_valid(&self) -> Option<Self> {
        // SAFETY: the geometry made is ours; a null one is checked for.
        let raw = unsafe { sys::OGR_G_MakeValid(self.0) };
        (!raw.is_null()).then_some(Self(raw))
    }
}

/// Returns a type without heights and measures.
pub(super) fn flat(code: sys::OGRwkbGeometryType::Type) -> sys::OGRwkbGeometryType::Type {
    // SAFETY: a function of a number.
    unsafe { sys::OGR_GT_Flatten(code) }
}

/// Tells whether a type has heights.
pub(super) fn has_z(code: sys::OGRwkbGeometryType::Type) -> bool {
    // SAFETY: a function of a number.
    unsafe { sys::OGR_GT_HasZ(code) != 0 }
}

/// Returns a type with heights.
pub(super) fn with_z(code: sys::OGRwkbGeometryType::Type) -> sys::OGRwkbGeometryType::Type {
    // SAFETY: a function of a number.
    unsafe { sys::OGR_GT_SetZ(code) }
}

/// Adds a field to a layer and tells whether that could be done.
pub(super) fn add_field(
    layer: &Layer<'_>,
    name: &str,
    (kind, subtype): (sys::OGRFieldType::Type, sys::OGRFieldSubType::Type),
) -> bool {
    let Ok(name) = CString::new(name) else { return false };
    // SAFETY: the layer lives; the field is ours, and the layer copies it.
    unsafe {
        let field = sys::OGR_Fld_Create(name.as_ptr(), kind);
        if field.is_null() {
            return false;
        }
        sys::OGR_Fld_SetSubType(field, subtype);
        let error = sys::OGR_L_CreateField(layer.c_layer(), field, 0);
        sys::OGR_Fld_Destroy(field);
        error == sys::OGRErr::OGRERR_NONE
    }
}
